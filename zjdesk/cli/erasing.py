"""Commands that erase personal data for good, and print the certificate of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zjdesk.cli.context import Desk, pass_desk
from zjdesk.cli.output import document, say
from zjdesk.ops import erase
from zjdesk.ops.copies import Copies, copies
from zjdesk.ops.erased import Erased, erasures
from zjdesk.ops.leaving import may_keep

if TYPE_CHECKING:
    from zjdesk.ops.session import Session

_PDF = click.Path(path_type=Path)


@click.command("erase")
@click.argument("own", metavar="ID")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD…")
@click.option("--why", default="", help="理由 · the reason")
@click.option("--preview", is_flag=True, help="只看会删除什么 · only say what would be erased")
@click.option("--certificate", type=_PDF, help="删除证明（PDF） · where the certificate goes")
@pass_desk
def erase_fields(
    desk: Desk, own: str, fields: tuple[str, ...], why: str, preview: bool, certificate: Path | None
) -> None:
    """删除个人信息（街道），不能恢复 · Erase fields for good (office)."""
    with desk.session() as session:
        what = erase.preview(session, own, fields)
        if not preview:
            if certificate is not None:
                may_keep(certificate)
            made = erase.erase(session, own, fields, why)
            if certificate is not None:
                print_certificate(desk, session, [made], certificate)
        said = _told(what, copies(session, what.scope))
    document(said)


@click.command("certificate")
@click.argument("own", metavar="ID")
@click.option("-o", "--output", required=True, type=_PDF, help="PDF 文件 · the PDF")
@click.option("--entry", help="哪一次删除（默认最近一次） · which erasure (the last one)")
@pass_desk
def certificate(desk: Desk, own: str, output: Path, entry: str | None) -> None:
    """补印删除证明 · Print the certificate of an erasure once more."""
    with desk.session() as session:
        made = [one for one in erasures(session, own) if entry in (None, one.entry)]
        print_certificate(desk, session, made[-1:], output)


def print_certificate(desk: Desk, session: Session, made: Sequence[Erased], path: Path) -> None:
    """Write a certificate and say where it is."""
    from zjdesk.ops.certificate import write_certificate

    written = write_certificate(session, made, path, lang=desk.lang)
    say(desk.lang, "cli.certificate_written", path=str(path), pages=written.pages)


def _told(what: erase.Erasing, remain: Copies) -> dict[str, Any]:
    return {
        "record": what.record,
        "form": what.form,
        "fields": list(what.fields),
        "entries": len(what.entries),
        "files": len(what.files),
        "laptops": list(remain.laptops),
        "revoked": list(remain.revoked),
        "bundles": remain.bundles,
    }
