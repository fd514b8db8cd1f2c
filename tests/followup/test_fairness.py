"""The root over what became of a show's questions: when it is made, of what, and that none is replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Row, select

from live.domain.events import Event
from live.domain.followup import merkle
from live.followup import fairness
from live.followup.fairness import REST, make_root, shows_to_look_at
from live.store.followup import fairness as stored
from live.store.tables import fairness_leaf, fairness_root
from live.store.transaction import Store
from live.views.tickets.track import track
from tests.support.fair_show import FairShow
from tests.support.rooms import Show, clock_of

pytestmark = pytest.mark.faults


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fairness, "SLICE", 7)
    monkeypatch.setattr(stored, "SLICE", 11)


@pytest.fixture
def fair(clocked: Store) -> FairShow:
    return FairShow(clocked, 40)


def roots(show: Show) -> Sequence[Row[Any]]:
    with show.store.read() as connection:
        return stored.roots(connection, show.id)


def leaves(store: Store, root_id: int) -> Sequence[Row[Any]]:
    mine = select(fairness_leaf).where(fairness_leaf.c.root_id == root_id).order_by(fairness_leaf.c.position)
    with store.read() as connection:
        return connection.execute(mine).all()


def ends(fair: FairShow, root_id: int) -> dict[int, str]:
    return {row.question_id % 2**32: row.end for row in leaves(fair.store, root_id)}


def code(show: Show, number: int) -> str:
    return str(show.row(number).code)


def test_every_question_of_a_wrapped_show_is_a_leaf_with_its_end(fair: FairShow) -> None:
    assert fair.show.id in shows_to_look_at(fair.store) and make_root(fair.store, fair.show.id)
    [root] = roots(fair.show)
    found = ends(fair, root.id)
    assert root.leaves == len(found) == fair.show.broadcast.last_number
    assert Counter(end.partition(":")[0] for end in found.values()) == fair.counts(
        "SELECT CASE state WHEN 'answered' THEN 'answered_on_air' WHEN 'ticketed' THEN 'ticket' ELSE state END, "
        "count(*) FROM question WHERE broadcast_id = :here GROUP BY 1"
    )
    assert fair.show.id not in shows_to_look_at(fair.store)


def test_who_asked_a_merged_question_is_a_leaf_of_their_own_with_what_became_of_the_root(fair: FairShow) -> None:
    make_root(fair.store, fair.show.id)
    [root] = roots(fair.show)
    found = ends(fair, root.id)
    first, ticketed = fair.numbers[0], fair.numbers[4]
    assert {found[fair.numbers[n]] for n in (3, 13, 23, 33)} == {f"merged:{first}:answered_on_air"}
    assert {found[fair.numbers[n]] for n in (7, 17, 27, 37)} == {f"merged:{ticketed}:ticket"}


def test_the_leaves_stand_in_the_order_of_their_hashes_and_lead_to_the_root(fair: FairShow) -> None:
    make_root(fair.store, fair.show.id)
    [root] = roots(fair.show)
    hashes = [bytes.fromhex(row.hash) for row in leaves(fair.store, root.id)]
    assert hashes == sorted(hashes) and merkle.root(hashes).hex() == root.root
    assert [branch.hex() for branch in merkle.heads(hashes)] == root.branches


def test_each_asker_has_a_proof_that_leads_to_the_root(fair: FairShow) -> None:
    make_root(fair.store, fair.show.id)
    [root] = roots(fair.show)
    for number in range(1, fair.show.broadcast.last_number + 1):
        proof = track(fair.store, code(fair.show, number))["proof"]
        assert proof is not None and proof["code"] == code(fair.show, number)
        hash_ = merkle.leaf(proof["code"], proof["end"], bytes.fromhex(proof["salt"]))
        steps = [merkle.Step(step["side"], bytes.fromhex(step["hash"])) for step in proof["path"]]
        assert merkle.root_by(hash_, steps).hex() == proof["root"] == root.root


def test_a_question_that_was_handed_to_the_show_is_proved_to_who_holds_the_code_of_before(fair: FairShow) -> None:
    make_root(fair.store, fair.show.id)
    proof = track(fair.store, fair.code_there)["proof"]
    assert proof is not None and (proof["slug"], proof["end"]) == (fair.show.slug, "ticket")


def test_before_the_wrap_there_is_no_proof(clocked: Store) -> None:
    show = Show(clocked).on_air()
    number = show.asked()
    assert show.id not in shows_to_look_at(clocked)
    assert track(clocked, code(show, number))["proof"] is None


def test_of_a_show_that_nobody_asked_there_is_nothing_to_prove(clocked: Store) -> None:
    show = Show(clocked).on_air().wrapped()
    assert show.id not in shows_to_look_at(clocked)


def test_the_same_ends_have_the_same_root_and_none_is_added(fair: FairShow) -> None:
    make_root(fair.store, fair.show.id)
    [before] = roots(fair.show)
    number = next(n for n in fair.numbers if fair.show.row(n).state == "declined")
    fair.show.do("question.restore", number)
    clock_of(fair.store).pass_(seconds=REST.total_seconds() + 1)
    assert make_root(fair.store, fair.show.id)
    assert not make_root(fair.store, fair.show.id)
    kept, after = roots(fair.show)
    assert (kept.root, kept.at, kept.leaves) == (before.root, before.at, before.leaves)
    assert after.root != kept.root and after.seed == kept.seed
    assert (ends(fair, kept.id)[number], ends(fair, after.id)[number]) == ("declined:spam", "ticket")
    assert track(fair.store, code(fair.show, number))["proof"]["root"] == after.root


def test_what_is_put_right_in_one_go_makes_one_root(fair: FairShow) -> None:
    make_root(fair.store, fair.show.id)
    declined = [n for n in fair.numbers if fair.show.row(n).state == "declined"]
    for number in declined[:3]:
        fair.show.do("question.restore", number)
        assert not make_root(fair.store, fair.show.id)
    clock_of(fair.store).pass_(seconds=REST.total_seconds() + 1)
    assert make_root(fair.store, fair.show.id)
    assert len(roots(fair.show)) == 2


def test_what_changes_no_end_makes_no_root_and_is_not_looked_at_again(fair: FairShow) -> None:
    make_root(fair.store, fair.show.id)
    with fair.store.write() as tx:
        [row] = tx.lock(fair.show.id)
        [number] = fair.numbers[:1]
        tx.append(row.id, [Event("question.named", number, "answered", "answered")], None)
    assert fair.show.id in shows_to_look_at(fair.store)
    assert not make_root(fair.store, fair.show.id)
    assert fair.show.id not in shows_to_look_at(fair.store) and len(roots(fair.show)) == 1


def test_a_wrap_that_was_taken_back_and_done_again_has_a_root_of_its_own(fair: FairShow) -> None:
    make_root(fair.store, fair.show.id)
    fair.show.do("broadcast.unwrap", reason="Рано")
    fair.go_on()
    assert fair.show.id not in shows_to_look_at(fair.store), "it is not over"
    fair.show.do("question.add", text="Ещё один")
    fair.wrap()
    clock_of(fair.store).pass_(seconds=REST.total_seconds() + 1)
    assert make_root(fair.store, fair.show.id)
    first, second = roots(fair.show)
    assert second.leaves == first.leaves + 1


def test_an_end_that_changes_while_the_leaves_are_written_leaves_no_root(fair: FairShow) -> None:
    number = next(n for n in fair.numbers if fair.show.row(n).state == "declined")

    def restore(grown: Sequence[int]) -> None:
        fair.store.after_commit.remove(restore)
        fair.show.do("question.restore", number)

    fair.store.after_commit.append(restore)
    assert not make_root(fair.store, fair.show.id)
    assert roots(fair.show) == [] and everything(fair) == (0, 0)
    assert make_root(fair.store, fair.show.id)
    [root] = roots(fair.show)
    assert ends(fair, root.id)[number] == "ticket"


def everything(fair: FairShow) -> tuple[int, int]:
    """How many roots of the show there are, whether they stand or not, and how many leaves of them."""
    with fair.store.read() as connection:
        ids = list(
            connection.execute(select(fairness_root.c.id).where(fairness_root.c.broadcast_id == fair.show.id)).scalars()
        )
        mine = select(fairness_leaf.c.position).where(fairness_leaf.c.root_id.in_(ids))
        return len(ids), len(connection.execute(mine).all())


def test_what_a_process_left_half_written_is_taken_away_and_proves_nothing(fair: FairShow) -> None:
    with fair.store.write() as tx:
        left = stored.begin(tx, fair.show.id, 20, stored.new_seed(), [], fair.show.head)
        stored.add_leaves(tx, left, 0, [(n, "ticket", f"{n:064x}") for n in range(20)])
    assert roots(fair.show) == [] and track(fair.store, code(fair.show, fair.numbers[0]))["proof"] is None
    assert make_root(fair.store, fair.show.id)
    [root] = roots(fair.show)
    assert everything(fair) == (1, root.leaves)
