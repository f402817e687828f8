"""What the `az` of Debian 12 (2.45) needs on a machine without Azure, and nothing else. Python imports this file by itself from PYTHONPATH."""

import importlib.abc
import importlib.machinery
import re
import socket
import sys


class Mend(importlib.abc.MetaPathFinder):
    """Debian packages `azure-mgmt-authorization` newer than `az` 2.45 was written for: its operations have lost the attribute `config`,
    which `az role assignment` reads."""

    operations = re.compile(r"azure\.mgmt\.authorization\.\w+\.operations\Z")

    def find_spec(self, fullname, path, target=None):
        if not self.operations.match(fullname):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        execute = spec.loader.exec_module

        def execute_and_mend(module):
            execute(module)
            for name in ("RoleAssignmentsOperations", "RoleDefinitionsOperations"):
                operations = getattr(module, name, None)
                if operations is not None and not hasattr(operations, "config"):
                    operations.config = property(lambda self: self._config)

        spec.loader.exec_module = execute_and_mend
        return spec


sys.meta_path.insert(0, Mend())

getaddrinfo = socket.getaddrinfo


def loopback(host, *args, **kwargs):
    """RFC 6761: names under `localhost` are this machine's. The C library does not know all of them."""
    if isinstance(host, str) and host.rstrip(".").endswith(".localhost"):
        host = "127.0.0.1"
    return getaddrinfo(host, *args, **kwargs)


socket.getaddrinfo = loopback
