"""Packs the library's SQL into wheel and source distribution: one definition for TypeScript and Python."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SqlBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        library = Path(self.root).parent / "kernel-lib" / "sql"
        # A wheel built from the source distribution finds it where that one packed it.
        if library.is_dir():
            build_data["force_include"][str(library)] = "jupyterlab_facegauge/sql"
