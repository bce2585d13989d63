"""Which files make up a scenario: the file itself, those it extends, and its overlays, laid over each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from portsim.errors import InputError, Problem
from portsim.scenario import shipped
from portsim.scenario.files import refuse, resolved, shown
from portsim.scenario.merging import conflicts, merge, without_nulls
from portsim.scenario.nodes import Findings, Node, Place, SourceFile
from portsim.scenario.origins import Unfolder
from portsim.scenario.paths import split_path
from portsim.scenario.reading import read_yaml
from portsim.scenario.scenario import FORMAT
from portsim.scenario.shape import scenario_shape
from portsim.scenario.tables import read_table

Keys = tuple[str | int, ...]
_LONGEST_CHAIN = 20
_OWN_ALONE = ("name", "title")
_CALLED = Place(SourceFile(""))


@dataclass
class Layers:
    """Reads a scenario with all it stands on.

    Parameters
    ----------
    findings
        Takes the mistakes.
    allow_outside
        Whether tables may lie outside the folders of the files that name them.
    """

    findings: Findings
    allow_outside: bool = False
    chain: list[Path] = field(default_factory=list)

    def read(self, path: Path, overlays: Sequence[str | Path] = ()) -> Node:
        """The scenario of a file, merged with its parents and overlays, and with `overlays` on top.

        Raises
        ------
        InputError
            The file itself cannot be read; what is wrong in it or below it goes to the findings.
        """
        merged, _ = self._read_with_parents(path)
        if overlays:
            merged = self.lay_over(merged, [(str(overlay), _CALLED, Path.cwd()) for overlay in overlays])
        return merged

    def _read_file(self, path: Path, what: str = "scenario file") -> Node:
        """One file as it stands; of a file in a format to come no other mistake is said."""
        root = read_yaml(path, self.findings, what)
        given = root.value.get("format")
        if given is not None and type(given.value) is int and given.value > FORMAT:
            message = f"{given.value} is newer than this portsim, which reads format {FORMAT}; update portsim"
            file, line, column = given.place
            raise InputError([Problem("error", file.name, line, column, "format", message, file.quote(line))])
        return root

    def _read_with_parents(self, path: Path) -> tuple[Node, Path]:
        """The merged scenario of a file, and the folder of its last ancestor."""
        real = resolved(path)
        if real in self.chain:
            names = " extends ".join(shown(one) for one in [*self.chain[self.chain.index(real) :], real])
            raise refuse(shown(path), f"a scenario cannot extend itself: {names}")
        if len(self.chain) >= _LONGEST_CHAIN:
            raise refuse(shown(path), f"more than {_LONGEST_CHAIN} scenarios extend each other")
        self.chain.append(real)
        try:
            return self._merge_file(path)
        finally:
            self.chain.pop()

    def _merge_file(self, path: Path) -> tuple[Node, Path]:
        root = self._read_file(path)
        own = dict(root.value)
        parent, overlays, overrides = own.pop("extends", None), own.pop("overlays", None), own.pop("overrides", None)
        if overrides is not None and overrides.key_place:
            self.findings.error(
                overrides.key_place,
                ("overrides",),
                "stands in an overlay, for what it overrides of overlays before it; own values win anyway",
            )
        under, ancestor = self._parent(parent, path) if parent is not None else (None, path.parent)
        root = self._unfold(Node(own, root.place), path, ancestor)
        if overlays is not None:
            named = [(str(item.value), item.place, path.parent) for item in self._overlay_names(overlays)]
            under = self.lay_over(under or Node({}, root.place), named)
        if under is None:
            return without_nulls(root, scenario_shape()), ancestor
        return replace(merge(under, root, self.findings), place=root.place), ancestor  # what lacks, lacks in this file

    def _parent(self, parent: Node, path: Path) -> tuple[Node | None, Path]:
        if not isinstance(parent.value, str):
            self.findings.unread.append(())
            self.findings.error(
                parent.place, ("extends",), "the name of a shipped scenario or the path of a file is expected, one"
            )
            return None, path.parent
        try:
            node, ancestor = self._read_with_parents(self.locate(parent.value, path.parent))
        except InputError as error:
            self._pass_on(error, parent.place, ("extends",))
            return None, path.parent
        return _without(node, _OWN_ALONE), ancestor

    def _overlay_names(self, overlays: Node) -> list[Node]:
        items = overlays.value if type(overlays.value) is list else [overlays]
        if type(overlays.value) is not list or not all(isinstance(item.value, str) for item in items):
            self.findings.error(
                overlays.place,
                ("overlays",),
                "a list of names of shipped overlays or paths of files is expected: `[no_canal, my.yaml]`",
            )
        return [item for item in items if isinstance(item.value, str)]

    def lay_over(self, under: Node, named: list[tuple[str, Place, Path]]) -> Node:
        """Lay overlays over a scenario, from left to right, after a look at what they set differently.

        Parameters
        ----------
        under
            The scenario, which is not changed.
        named
            Name or path of each overlay, where it is named, and the folder a path starts from.
        """
        laid: list[Node] = []
        for name, place, folder in named:
            try:
                overlay, pardoned = self._read_overlay(self.locate(name, folder))
            except InputError as error:
                self._pass_on(error, place, ("overlays",))
                continue
            for earlier in laid:
                conflicts(earlier, overlay, pardoned, self.findings)
            laid.append(overlay)
            under = merge(under, overlay, self.findings)
        return under

    def _read_overlay(self, path: Path) -> tuple[Node, list[Keys]]:
        root = self._read_file(path, "overlay")
        own = dict(root.value)
        for key in ("extends", "overlays"):
            if key in own:
                self.findings.error(
                    own[key].key_place or own[key].place,
                    (key,),
                    f"an overlay has no `{key}`; name the files where the overlay is named",
                )
                del own[key]
        pardoned = self._pardoned(own.pop("overrides", None))
        return _without(self._unfold(Node(own, root.place), path, path.parent), _OWN_ALONE), pardoned

    def _pardoned(self, overrides: Node | None) -> list[Keys]:
        if overrides is None:
            return []
        if type(overrides.value) is not list or not all(isinstance(item.value, str) for item in overrides.value):
            self.findings.error(overrides.place, ("overrides",), "a list of paths is expected: `[links.canal.toll]`")
            return []
        return [split_path(item.value) for item in overrides.value]

    def _unfold(self, root: Node, path: Path, ancestor: Path) -> Node:
        def find_table(named: str, place: Place, where: Keys) -> Path | None:
            table = path.parent / named
            allowed = [resolved(folder) for folder in (path.parent, ancestor)]
            if not self.allow_outside and not any(resolved(table).is_relative_to(folder) for folder in allowed):
                self.findings.error(
                    place, (*where, "table"),
                    f"the table {named} lies outside the folder of its scenario, {shown(path.parent)}; "
                    "move it there, or use --allow-outside",
                )  # fmt: skip
                return None
            return table

        return Unfolder(find_table, read_table, self.findings).unfold(root, scenario_shape())

    def _pass_on(self, error: InputError, place: Place, where: Keys) -> None:
        """Say of a file that cannot be read where it is named; a mistake with a line of its own keeps it."""
        self.findings.unread.append(())
        for problem in error.problems:
            if problem.line or not place.line:
                self.findings.problems.append(problem)
            else:
                self.findings.error(place, where, f"{problem.file}: {problem.message}")

    @staticmethod
    def locate(name: str | Path, folder: Path) -> Path:
        """The file of a name: a shipped one for a bare name, else a path relative to a folder.

        Raises
        ------
        InputError
            No shipped file has this name.
        """
        if isinstance(name, str) and shipped.is_bare_name(name):
            return shipped.find(name)
        return folder / name


def _without(node: Node, keys: Sequence[str]) -> Node:
    return Node({key: item for key, item in node.value.items() if key not in keys}, node.place, replaces=node.replaces)
