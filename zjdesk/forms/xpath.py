"""XLSForm's dialect of XPath on elementpath: no paths, no axes, only answers, operators and functions."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any

from elementpath import XPathContext
from elementpath.xpath1 import XPath1Parser
from elementpath.xpath_tokens import XPathFunction, XPathToken

from zjdesk.forms.functions import (
    FUNCTIONS,
    Function,
    Value,
    arithmetic,
    divide,
    equal,
    ordered,
    remainder,
    string,
    truth,
)

TODAY = "-today"
_KEPT = ("(start)", "(end)", "(invalid)", "(unknown)", "(name)", "(string)", "(float)", "(decimal)", "(integer)")
_BRACKETS = (",", ")", "(", ".", "$")


class FormParser(XPath1Parser):
    """A parser that knows the tokens below and no others."""

    symbol_table = {symbol: XPath1Parser.symbol_table[symbol] for symbol in (*_KEPT, *_BRACKETS)}  # noqa: RUF012


Evaluate = Callable[..., Any]
_OPERATORS: dict[str, tuple[int, Callable[[Value, Value], Value]]] = {
    "=": (30, equal),
    "!=": (30, lambda left, right: not equal(left, right)),
    "<": (30, ordered(operator.lt)),
    ">": (30, ordered(operator.gt)),
    "<=": (30, ordered(operator.le)),
    ">=": (30, ordered(operator.ge)),
    "+": (40, arithmetic(operator.add)),
    "-": (40, arithmetic(operator.sub)),
    "*": (45, arithmetic(operator.mul)),
    "div": (45, arithmetic(divide)),
    "mod": (45, arithmetic(remainder)),
}


def _binary(compute: Callable[[Value, Value], Value]) -> Evaluate:
    def evaluate(self: XPathToken, context: XPathContext | None = None) -> Value:
        if len(self) == 1:
            return compute(0, value_of(self[0], context))
        return compute(value_of(self[0], context), value_of(self[1], context))

    return evaluate


def _both(stop_at: bool) -> Evaluate:
    def evaluate(self: XPathToken, context: XPathContext | None = None) -> bool:
        first = truth(value_of(self[0], context))
        return first if first is stop_at else truth(value_of(self[1], context))

    return evaluate


def _called(function: Function) -> Evaluate:
    def evaluate(self: XPathToken, context: XPathContext | None = None) -> Value:
        return function.compute(*(value_of(argument, context) for argument in self))

    return evaluate


def _if(self: XPathToken, context: XPathContext | None = None) -> Value:
    return value_of(self[1] if truth(value_of(self[0], context)) else self[2], context)


def _coalesce(self: XPathToken, context: XPathContext | None = None) -> Value:
    first = value_of(self[0], context)
    return first if string(first) != "" else value_of(self[1], context)


def _today(self: XPathToken, context: XPathContext | None = None) -> Value:
    if context is None:
        raise self.missing_context()
    return str(context.variables[TODAY])


def value_of(token: XPathToken, context: XPathContext | None) -> Value:
    """Return what a token comes to as one plain value."""
    found: Any = token.evaluate(context)
    return found if isinstance(found, Value) else ""


def _select(self: XPathToken, context: XPathContext | None = None) -> Iterator[Any]:
    yield self.evaluate(context)


def _register_operator(symbol: str, binding: int, evaluate: Evaluate) -> None:
    parent = XPathToken if symbol == "*" else XPath1Parser.symbol_table[symbol]
    FormParser.register(
        symbol,
        bases=(parent,),
        label="operator",
        lbp=binding,
        rbp=binding,
        evaluate=evaluate,
        select=_select,
    )
    if symbol == "*":
        FormParser.infix(symbol, bp=binding)


def _register_function(name: str, least: int, most: int | None, evaluate: Evaluate) -> None:
    FormParser.register(
        name,
        bases=(XPathFunction,),
        label="function",
        nargs=least if least == most else (least, most),
        lbp=90,
        rbp=90,
        evaluate=evaluate,
        select=_select,
    )


def _build() -> None:
    for symbol, (binding, compute) in _OPERATORS.items():
        _register_operator(symbol, binding, _binary(compute))
    _register_operator("or", 20, _both(True))
    _register_operator("and", 25, _both(False))
    for name, function in FUNCTIONS.items():
        _register_function(name, function.least, function.most, _called(function))
    _register_function("if", 3, 3, _if)
    _register_function("coalesce", 2, 2, _coalesce)
    _register_function("today", 0, 0, _today)
    FormParser.build()


_build()
