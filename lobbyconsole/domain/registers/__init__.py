"""The rack of registers: one declarative file each. Special code stands in the machinery or nowhere."""

from __future__ import annotations

from lobbyconsole.domain.register import Register
from lobbyconsole.domain.registers.actions import ACTIONS
from lobbyconsole.domain.registers.equipment import EQUIPMENT, FAULTS
from lobbyconsole.domain.registers.lessons import LESSONS
from lobbyconsole.domain.registers.notices import NOTICES
from lobbyconsole.domain.registers.outside_checks import OUTSIDE_CHECKS
from lobbyconsole.domain.registers.shift_log import SHIFT_LOG
from lobbyconsole.domain.registers.support import SUPPORT
from lobbyconsole.domain.registers.voices import VOICES

REGISTERS: tuple[Register, ...] = (
    ACTIONS, SUPPORT, NOTICES, EQUIPMENT, FAULTS, SHIFT_LOG, OUTSIDE_CHECKS, VOICES, LESSONS,
)  # fmt: skip
BY_ID: dict[str, Register] = {register.id: register for register in REGISTERS}
