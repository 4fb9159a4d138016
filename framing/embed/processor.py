"""What this machine computes in, found without importing torch where that is possible."""

from __future__ import annotations

import sys
from pathlib import Path

BF16_FLAGS = frozenset({"avx512_bf16", "amx_bf16", "avx_ne_convert", "bf16"})
"""/proc/cpuinfo names for bf16 arithmetic: x86 (AVX-512, AMX) and ARM."""


def cpu_flags() -> frozenset[str]:
    """The processor's features as Linux names them; empty on other systems."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return frozenset()
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() in ("flags", "Features"):
            return frozenset(value.split())
    return frozenset()


def has_bf16() -> bool:
    """Whether the processor, or a GPU that torch already knows of, computes in bf16."""
    if cpu_flags() & BF16_FLAGS:
        return True
    torch = sys.modules.get("torch")
    return bool(torch is not None and torch.cuda.is_available() and torch.cuda.is_bf16_supported())
