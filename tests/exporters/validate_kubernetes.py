"""Validates Kubernetes manifests against strict JSON Schemas: validate_kubernetes.py SCHEMAS FILE..."""
import functools
import json
import pathlib
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"{missing.name} is not installed (python3-yaml, python3-jsonschema)")
    sys.exit(77)


def schema_name(document):
    group, _, version = document["apiVersion"].rpartition("/")
    return "-".join(filter(None, [document["kind"].lower(), group.split(".")[0], version])) + ".json"


class UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Refuses a key that occurs twice in one map."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep) for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise yaml.YAMLError(f"a key occurs twice: {keys}")
        return super().construct_mapping(node, deep)


def schema_path(schemas, document):
    path = schemas / schema_name(document)
    if path.exists():
        return path
    group, _, version = document["apiVersion"].rpartition("/")
    return schemas.parent / "crds" / group / f"{document['kind'].lower()}_{version}.json"


@functools.lru_cache(maxsize=None)
def validator(path):
    return jsonschema.Draft7Validator(json.loads(path.read_text()))


def problems(schemas, path):
    documents = list(yaml.load_all(path.read_text(encoding="utf-8"), UniqueKeys))
    if not documents:
        yield f"{path}: no documents"
    for document in documents:
        if document["kind"] == "Kustomization":
            for resource in document["resources"]:
                if not (path.parent / resource).exists():
                    yield f"{path}: {resource} does not exist"
            continue
        for error in validator(schema_path(schemas, document)).iter_errors(document):
            yield f"{path}: {document['kind']} {document['metadata']['name']}: {list(error.path)}: {error.message}"


def main(schemas, files):
    found = [problem for file in files for problem in problems(pathlib.Path(schemas), pathlib.Path(file))]
    print("\n".join(found) or f"{len(files)} files are valid")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
