"""Reads YAML as YAML 1.1 (PyYAML's safe_load) and compares the documents with a list of JSON values."""
import json
import sys

try:
    import yaml
except ImportError:
    print("PyYAML is not installed (python3-yaml)")
    sys.exit(77)


def main(yaml_path, json_path):
    with open(yaml_path, encoding="utf-8", newline="") as file:
        found = list(yaml.safe_load_all(file))
    with open(json_path, encoding="utf-8") as file:
        expected = json.load(file)
    if len(found) != len(expected):
        return f"{len(found)} documents found, {len(expected)} expected"
    for number, (left, right) in enumerate(zip(found, expected)):
        if left != right:
            return f"document {number}: {left!r} found, {right!r} expected"
    return None


if __name__ == "__main__":
    problem = main(*sys.argv[1:])
    print(problem or "equal")
    sys.exit(1 if problem else 0)
