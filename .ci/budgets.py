"""Size budgets (DESIGN 13): a file 300 lines, a function 40, five parameters, a class ten public methods, no inheritance."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FILE, FUNCTION, PARAMETERS, METHODS = 300, 40, 5, 10
PACKAGES = ("bot", "content", "dialogues", "nlu", "tests", "bench", ".ci")
PARENTS = {"Protocol", "Generic", "Enum", "StrEnum", "IntEnum", "IntFlag", "BaseModel", "BaseSettings", "TypeDecorator"}


def main() -> int:
    """Print every place over its budget; 1 if there is any."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"], capture_output=True, text=True, check=True
    )
    files = [Path(line) for line in listed.stdout.splitlines() if line.startswith(PACKAGES) and Path(line).exists()]
    over = [line for path in files for line in complaints(path)]
    print("\n".join(over) or f"budgets kept in {len(files)} files")
    return bool(over)


def complaints(path: Path) -> Iterator[str]:
    """What is over budget in one file, as file:line sentences."""
    source = path.read_text(encoding="utf-8")
    lines = len(source.splitlines())
    if lines > FILE and "migrations/versions" not in str(path):
        yield f"{path}:1: {lines} lines; {FILE} are allowed. Part it where it is two things."
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _function(path, node)
        elif isinstance(node, ast.ClassDef):
            yield from _class(path, node)


def _function(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if length > FUNCTION:
        yield f"{path}:{node.lineno}: {node.name} has {length} lines; {FUNCTION} are allowed. Give a part of it a name."
    names = [
        argument.arg for argument in (*node.args.posonlyargs, *node.args.args) if argument.arg not in ("self", "cls")
    ]
    commands = any("command" in ast.unparse(decorator) for decorator in node.decorator_list)
    if len(names) > PARAMETERS and not commands and not path.parts[0].startswith("tests"):
        yield f"{path}:{node.lineno}: {node.name} takes {len(names)} parameters; {PARAMETERS} are allowed. Some belong together."


def _class(path: Path, node: ast.ClassDef) -> Iterator[str]:
    public = [
        part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.name[0] != "_"
    ]
    if len(public) > METHODS:
        yield f"{path}:{node.lineno}: {node.name} has {len(public)} public methods; {METHODS} are allowed."
    for base in node.bases:
        name = ast.unparse(base).split("[")[0].rsplit(".", 1)[-1]
        if name not in PARENTS and not name.endswith(("Error", "Exception")):
            yield f"{path}:{node.lineno}: {node.name} inherits from {name}; only what a library demands may be inherited."


if __name__ == "__main__":
    sys.exit(main())
