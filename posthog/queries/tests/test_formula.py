import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthog.queries.trends.formula import FormulaError, Operation, evaluate, parse_formula


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A", 6.0),
        ("a+b", 10.0),
        ("A - B - C", 0.0),
        ("A / B * C", 3.0),
        ("A - -B", 10.0),
        ("-(A + B) * 2", -20.0),
        ("(A/ (B + C))*100", 100.0),
        ("A % B", 2.0),
        ("A * 1.5 + .5", 9.5),
        ("A / 0", 0.0),
        ("A % (B - B)", 0.0),
        ("1" + "0" * 300 + " * 1" + "0" * 100, 0.0),
    ],
)
def test_formula_has_the_value_of_school_arithmetic(text: str, expected: float) -> None:
    assert evaluate(parse_formula(text, series_count=3), (6.0, 4.0, 2.0)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "ends too early"),
        ("A +", "ends too early"),
        ("(A", "not closed"),
        ("A)", "Did not expect ')'"),
        ("A B", "Did not expect 'B'"),
        ("D", "there are only 3"),
        ("A ** 2", "Did not expect '*'"),
        ("sum(A)", "may hold series letters"),
        ("A.__class__", "may hold series letters"),
        ("__import__('os').system('id')", "may hold series letters"),
        ("A; B", "may hold series letters"),
        ("1e400", "may hold series letters"),
        ("(" * 60 + "A" + ")" * 60, "levels deep"),
        ("-" * 100 + "A", "levels deep"),
        ("A" + "+A" * 400, "longer than 500"),
    ],
)
def test_formula_is_refused_when_it_is_not_arithmetic(text: str, problem: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_formula(text, series_count=3)
    assert problem in caught.value.message


def test_operators_of_one_rank_associate_to_the_left() -> None:
    assert isinstance(tree := parse_formula("A-B-C", series_count=3), Operation)
    assert isinstance(tree.left, Operation)


@given(st.data(), st.tuples(*[st.integers(-50, 50)] * 3))
def test_formula_equals_exact_arithmetic(data: st.DataObject, values: tuple[int, int, int]) -> None:
    # Division is left to the table above: exact and floating zeros differ, and a zero divisor is a case of its own.
    text, exact = data.draw(_formulas(values))
    assert evaluate(parse_formula(text, series_count=3), tuple(map(float, values))) == float(exact)


def _formulas(values: tuple[int, int, int]) -> st.SearchStrategy[tuple[str, int]]:
    """Texts with their value, built together, so that no parser is needed to know what is right."""
    leaves = st.sampled_from(list(zip("ABC", values, strict=True))) | st.integers(0, 99).map(lambda n: (str(n), n))
    combine = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
    return st.recursive(
        leaves,
        lambda inner: st.tuples(inner, st.sampled_from(sorted(combine)), inner).map(
            lambda parts: (
                f"({parts[0][0]} {parts[1]}{parts[2][0]})",
                combine[parts[1]](parts[0][1], parts[2][1]),
            )
        ),
        max_leaves=6,
    )
