"""What a study says of its page: parts, order, headings and notes, with mistakes at their place."""

from __future__ import annotations

from study_files import mistakes, study


def test_a_study_says_how_its_page_is_laid_out(tmp_path):
    one = study(
        tmp_path,
        "report:\n  title: {en: Fifth berth, zh: 第五泊位}\n  sections: [sensitivity, answer]\n"
        "  titles: {answer: {en: In short, zh: 简答}}\n  notes: {answer: {en: Read this, zh: 请读}}",
    )
    told = one.file.report
    assert told.sections == ("sensitivity", "answer")
    assert told.title is not None
    assert (told.title.zh, told.titles["answer"].en, told.notes["answer"].zh) == ("第五泊位", "In short", "请读")


def test_a_part_the_page_does_not_have_is_told_with_those_it_has(tmp_path):
    (said,) = mistakes(tmp_path, "report: {sections: [anser]}")
    assert said.startswith("4:21: report.sections.0")
    assert "answer" in said


def test_a_part_named_twice_or_with_a_note_but_hidden_is_a_mistake(tmp_path):
    (said,) = mistakes(tmp_path, "report: {sections: [answer, answer]}")
    assert "a part stands twice" in said
    (said,) = mistakes(tmp_path, "report: {sections: [answer], notes: {cost: {en: a, zh: b}}}")
    assert "cost has a title or a note but is not among `sections`" in said
