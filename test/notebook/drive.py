"""Drives a tslab kernel for a test: commands as JSON lines on stdin, what the kernel says as JSON lines on stdout.

Commands: {"do": "execute", "code": …}, "info" (kernel_info), "interrupt", "kill" (SIGKILL), "shutdown" (as Jupyter does).
"""

import json
import os
import queue
import sys
import threading

from jupyter_client.manager import KernelManager

lock = threading.Lock()
# The kernel inherits stdout: what it prints there by itself goes to stderr, so that it cannot break a line of the protocol.
protocol = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def say(**event):
    with lock:
        print(json.dumps(event), file=protocol, flush=True)


def listen(channel, name):
    while True:
        try:
            message = channel(timeout=1)
        except queue.Empty:
            continue
        except Exception:  # the channels are closed: the kernel has ended
            return
        say(
            channel=name,
            type=message["msg_type"],
            parent=message["parent_header"].get("msg_id"),
            content=message["content"],
        )


def main(folder):
    manager = KernelManager(kernel_name="tslab")
    manager.start_kernel(cwd=folder)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        for channel, name in ((client.get_shell_msg, "shell"), (client.get_iopub_msg, "iopub")):
            threading.Thread(target=listen, args=(channel, name), daemon=True).start()
        say(channel="driver", type="ready", pid=manager.provisioner.pid)
        for line in sys.stdin:
            command = json.loads(line)
            done = {}
            if command["do"] == "execute":
                done["id"] = client.execute(command["code"])
            elif command["do"] == "info":
                done["id"] = client.kernel_info()
            elif command["do"] == "interrupt":
                manager.interrupt_kernel()
            elif command["do"] == "kill":
                manager.provisioner.process.kill()
            elif command["do"] == "shutdown":
                manager.shutdown_kernel(now=False)
            say(channel="driver", type="done", command=command["command"], **done)
    finally:
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)


main(sys.argv[1])
