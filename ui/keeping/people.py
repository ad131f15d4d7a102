"""Who is acting, and what each role may do: the one place where rights are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .trouble import NotAllowed

Role = Literal["officer", "legal", "trainer", "admin", "alone", "operator"]
Right = Literal["keep_cases", "edit_shared", "share_cases", "manage_users", "read_audit", "back_up_all"]

ROLES: dict[Role, str] = {"officer": "办案", "legal": "法制", "trainer": "教官", "admin": "管理"}
"""The roles an account may have; `alone` is the one user of a machine without accounts, `operator` the command line."""
RIGHTS: dict[Role, frozenset[Right]] = {
    "officer": frozenset({"keep_cases", "edit_shared", "share_cases"}),
    "legal": frozenset({"keep_cases", "edit_shared", "share_cases"}),
    "trainer": frozenset({"keep_cases"}),  # cases for teaching; what others share is only to be looked at
    "admin": frozenset({"manage_users", "read_audit"}),  # who keeps the doors sees no case
    "alone": frozenset({"keep_cases", "read_audit"}),
    "operator": frozenset(
        {"manage_users", "read_audit", "back_up_all"}
    ),  # whoever has the database has it all
}
RIGHT_LABELS: dict[Right, str] = {
    "keep_cases": "建立、打开案件",
    "edit_shared": "修改别人共享的案件",
    "share_cases": "共享案件",
    "manage_users": "管理账号",
    "read_audit": "查看操作记录",
    "back_up_all": "备份全部案件",
}


@dataclass(frozen=True)
class Person:
    """Somebody who acts: every call of the keeping layer names one."""

    name: str
    shown: str
    role: Role

    @property
    def role_label(self) -> str:
        """The role in Chinese."""
        return ROLES.get(self.role, "本机")


ALONE = Person("local", "本机用户", "alone")
"""The user of a machine of his own, who needs no account."""
OPERATOR = Person("operator", "命令行", "operator")
"""Whoever runs the commands on the machine where the database is."""


def can(who: Person, right: Right) -> bool:
    """Whether the role has the right."""
    return right in RIGHTS[who.role]


def require(who: Person, right: Right) -> None:
    """Nothing where the role has the right; NotAllowed otherwise."""
    if not can(who, right):
        holders = "、".join(label for role, label in ROLES.items() if right in RIGHTS[role])
        raise NotAllowed(
            f"“{who.role_label}”不能{RIGHT_LABELS[right]}。→ 请由“{holders}”来做，或者请管理员调整角色"
        )
