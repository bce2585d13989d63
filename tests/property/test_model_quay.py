"""A quay against a plain list of its metres: whatever ships come and go, the same places are taken."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from portsim.model.port.quay import ContinuousQuay

# A need to take (m), or which of those alongside leaves.
steps = st.lists(st.one_of(st.integers(1, 40), st.integers(0, 9).map(lambda n: -1 - n)), max_size=60)


class Metres:
    """A quay as a row of metres, each free or taken."""

    def __init__(self, length_m: int) -> None:
        self.taken = [False] * length_m

    def take(self, need: int) -> int | None:
        for start in range(len(self.taken) - need + 1):
            if not any(self.taken[start : start + need]):
                self.taken[start : start + need] = [True] * need
                return start
        return None

    def give(self, start: int, need: int) -> None:
        assert all(self.taken[start : start + need])
        self.taken[start : start + need] = [False] * need


@settings(max_examples=200, deadline=None, derandomize=True)
@given(length_m=st.integers(1, 100), steps=steps)
def test_ships_lie_at_the_first_gap_that_takes_them(length_m, steps):
    quay, metres, alongside = ContinuousQuay(0, float(length_m), 10.0, 0.0), Metres(length_m), []
    for step in steps:
        if step > 0:
            place = quay.take(float(step))
            assert place == metres.take(step)
            if place is not None:
                alongside.append((place, step))
        elif alongside:
            place, need = alongside.pop(-1 - step if -1 - step < len(alongside) else -1)
            quay.give(place, float(need))
            metres.give(int(place), need)
    for place, need in alongside:
        quay.give(place, float(need))
    assert quay.take(float(length_m)) == 0.0  # all is one piece again


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lengths=st.lists(st.integers(1, 999), min_size=2, max_size=12), order=st.randoms(use_true_random=False))
def test_lengths_that_are_no_round_numbers_leave_no_crumbs(lengths, order):
    # Thirds of metres: what is given back joins to one piece in spite of rounding.
    needs = [length / 3.0 for length in lengths]
    quay = ContinuousQuay(0, sum(needs), 10.0, 0.0)
    alongside = [(quay.take(need), need) for need in needs]
    assert all(place is not None for place, _ in alongside)
    assert quay.take(0.01) is None
    order.shuffle(alongside)
    for place, need in alongside:
        quay.give(place, need)
    assert quay.take(sum(needs)) == 0.0
