"""All commands in one place; each loads its own code only when it is called."""

from __future__ import annotations

import typer

from framing.cli import compare, corpora, evaluation, info, review, sharing, studies, training

app = typer.Typer(
    name="framing",
    help="Shows how different outlets tell the same story: shared facts, omissions, contradictions, wording.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (compare, info, evaluation, training, corpora, review, studies, sharing):
    module.register(app)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and exit.", is_eager=True),
) -> None:
    """Shows how different outlets tell the same story: shared facts, omissions, contradictions, wording."""
    if version:
        from framing import __version__

        typer.echo(f"framing {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)
