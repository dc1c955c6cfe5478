"""What does the source of the house look like, read once for all who ask?"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "renogroep"
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(source(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module."""
    return tuple(ast.walk(parsed(path)))


def short(path: Path) -> str:
    """``orders/actions/waves.py``"""
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@cache
def rooms() -> tuple[str, ...]:
    """From the top of the house down, as the import contract has them."""
    config = ConfigParser()
    config.read(TOP / "setup.cfg", encoding="utf-8")
    layers = config["importlinter:contract:rooms"]["layers"].split()
    return tuple(layer.removeprefix("renogroep.") for layer in layers)


def is_page(path: Path) -> bool:
    """Does this module answer a browser: the views of a room, or a page of the shell?"""
    parts = path.relative_to(PACKAGE).parts
    return "views" in parts or parts[-1] == "views.py" or parts[:2] == ("web", "pages")


def shrinks(guilty: Iterable[str], known: Iterable[str]) -> str:
    """Nothing when both are equal; else what is new, and what may leave the list."""
    new, gone = sorted(set(guilty) - set(known)), sorted(set(known) - set(guilty))
    said = [f"new: {name}" for name in new] + [f"clean now, off the list: {name}" for name in gone]
    return "\n".join(said)


def names(path: Path) -> Iterator[str]:
    """Every name that a module imports or uses, also behind a dot."""
    for node in nodes(path):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).rpartition(".")[2]


def calls(path: Path) -> Iterator[str]:
    """The last word of everything that a module calls."""
    return called_in(parsed(path))


def called_in(tree: ast.AST) -> Iterator[str]:
    """The last word of everything that is called here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", ""))


def assigns(path: Path, attribute: str) -> bool:
    """Does a module write ``something.<attribute> = ...``?"""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == attribute
        and isinstance(node.ctx, ast.Store)
        for node in nodes(path)
    )


def module_name(path: Path) -> str:
    parts = path.relative_to(TOP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def reached(starts: Iterable[str]) -> set[str]:
    """Every module that the starting ones import, at once or later, packages on the way included."""
    by_name = {module_name(path): path for path in MODULES}
    todo, seen = list(starts), set()
    while todo:
        name = todo.pop()
        if name in seen or name not in by_name:
            continue
        seen.add(name)
        todo.append(name.rpartition(".")[0])
        for node in nodes(by_name[name]):
            if isinstance(node, ast.Import):
                todo += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                todo += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return seen


def bodies(longer_than: int) -> dict[str, set[tuple[str, str]]]:
    """Body of a function, without comments and layout -> where it stands, as (room, name)."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                plain = ast.unparse(ast.Module(body, []))
                if len(plain.splitlines()) > longer_than:
                    found[plain].add((room_of(path), f"{short(path)}:{node.name}"))
    return found


SHELL = PACKAGE / "web" / "pages" / "blueprint.py"


def endpoints() -> dict[str, str]:
    """Endpoint -> the room whose view answers it."""
    blueprints: dict[str, str] = {}
    views: list[tuple[str, str, str]] = []  # the room of the module, of its blueprint, the name
    for path in filter(is_page, MODULES):
        of = _shared(path) or (_shared(SHELL) if room_of(path) == "web" else None)
        for node in nodes(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Blueprint":
                first = node.args[0]
                assert isinstance(first, ast.Constant)
                blueprints[room_of(path)] = str(first.value)
            elif isinstance(node, ast.FunctionDef) and node.decorator_list:
                views.append((room_of(path), of or room_of(path), _named(node)))
    # A page that grew a second room keeps its address and name, so it still is its first room's.
    return {
        f"{blueprints[of]}.{name}": room if room in ("web", of) else of
        for room, of, name in views
        if of in blueprints
    }


def _shared(path: Path) -> str | None:
    """The room whose blueprint this module hangs its pages on, when it imports one."""
    imports = (node for node in nodes(path) if isinstance(node, ast.ImportFrom))
    return next((room for node in imports if (room := _blueprint_of(node))), None)


def _blueprint_of(node: ast.ImportFrom) -> str | None:
    """The room whose blueprint is imported: the shell hangs its pages on that of a room."""
    parts = (node.module or "").split(".")
    return parts[1] if parts[2:] == ["views", "blueprint"] else None


def _named(view: ast.FunctionDef) -> str:
    """The name of a view's endpoint: its own, or the one that its route gives."""
    for decorator in view.decorator_list:
        for keyword in getattr(decorator, "keywords", ()):
            if keyword.arg == "endpoint":
                return str(ast.literal_eval(keyword.value))
    return view.name


def names_called_in(function: ast.AST) -> set[str]:
    """What a function calls by its bare name: ``may(...)``, not ``ORDERS.may(...)``."""
    return {
        node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def words_in_signature(function: ast.FunctionDef) -> set[str]:
    """The names in the types of what a function takes."""
    taken = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return {
        node.id
        for argument in taken
        if argument.annotation is not None
        for node in ast.walk(argument.annotation)
        if isinstance(node, ast.Name)
    }
