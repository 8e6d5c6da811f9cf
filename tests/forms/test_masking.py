"""What a person sees of somebody's data without asking for it (domain.md §8)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjdesk.forms import masking
from zjdesk.forms.model import MASKS, Catalogue, Field
from zjdesk.i18n import Label
from zjdesk.ops.declarations import catalogue


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("示例甲", "示*"),
        ("陈某某", "陈*"),
        ("欧阳某", "欧阳*"),
        ("司马某某", "司马*"),
        ("欧阳", "欧*"),
        ("𠮷某", "𠮷*"),
        ("葛\U000e0100某", "葛\U000e0100*"),
        (" 王某 ", "王*"),
        ("", ""),
    ],
)
def test_a_name_is_published_as_its_surname(name: str, published: str) -> None:
    assert masking.name(name) == published


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800001234", "138****1234"),
        ("021-00005678", "021-****5678"),
        ("02100005678", "021****5678"),
        ("00005678", "****5678"),
        ("12345", "****"),
    ],
)
def test_a_telephone_hides_its_middle(number: str, shown: str) -> None:
    assert masking.phone(number) == shown


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        ("示例路33弄5号1202室", "示例路33弄5号****"),
        ("示例路33号5号楼1202室", "示例路33号5号楼****"),
        ("3号楼", "3号楼"),
        ("12", "12"),
        ("12-501", "****"),
        ("示例小区", "****"),
        ("Building 5, flat 12", "Building 5****"),
    ],
)
def test_an_address_ends_at_the_building(full: str, shown: str) -> None:
    assert masking.address(full) == shown


def test_numbers_keep_their_ends() -> None:
    assert masking.id_number("110105194912310021") == "110105********0021"
    assert masking.id_number("110105194912310021", lead=3) == "110***********0021"
    assert masking.account("6200 0000 0000 1234") == "****1234"
    assert masking.id_number("1101") == masking.account("123") == "****"


@given(st.text(min_size=1))
def test_no_mask_shows_a_whole_long_value(text: str) -> None:
    value = f"{text}1234567890"
    for mask in ("phone", "id_number", "account", "tail"):
        assert masking.MASKS[mask](value) != value


def field(sensitivity: str, kind: str = "text", mask: str | None = None) -> Field:
    return Field("any", kind, Label("某项", "Any"), sensitivity=sensitivity, mask=mask)


def test_sensitivity_decides_what_is_shown() -> None:
    assert masking.mask(field("P0"), "内容") == "内容"
    assert masking.mask(field("P1", mask="name"), "示例甲") == "示例甲"
    assert masking.mask(field("P2"), "谁说了什么") == "（已隐去）"
    assert masking.mask(field("P2"), "谁说了什么", "en") == "(hidden)"
    assert masking.mask(field("P2", mask="phone"), "13800001234") == "138****1234"
    assert masking.mask(field("P3", "bool"), True) == "（已隐去）"
    assert masking.mask(field("P3", mask="id_number"), "110105194912310021") == "（已隐去）"


def test_what_shows_nothing_is_not_masked() -> None:
    nothing: tuple[object, ...] = (None, "", [], "-9")
    for value in nothing:
        assert masking.mask(field("P2"), value) == value
    assert masking.mask(field("P2", "file"), "ab" * 32) == "ab" * 32


def test_published_output_masks_names_too() -> None:
    assert masking.publish(field("P1", mask="name"), "示例甲") == "示*"
    assert masking.publish(field("P2", mask="phone"), "13800001234") == "138****1234"


def test_a_mask_is_told_from_a_value() -> None:
    assert masking.looks_masked(field("P2"), "（已隐去）")
    assert masking.looks_masked(field("P2", mask="phone"), "138****1234")
    assert not masking.looks_masked(field("P2"), "居民反映****的情况")
    assert not masking.looks_masked(field("P0"), "（已隐去）")


def test_every_declared_mask_is_known() -> None:
    assert set(MASKS) == set(masking.MASKS)


def names_of_people(known: Catalogue) -> list[Field]:
    forms = [known.form(name) for name in ("person", "sign_in_entry", "handout_entry")]
    return [form.field("name") for form in forms]


def test_names_of_people_are_declared_as_such() -> None:
    assert all(field.mask == "name" and field.sensitivity == "P1" for field in names_of_people(catalogue()))
