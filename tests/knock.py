"""A web process of its own, as a program: says it is ready, waits for a line, and tries to join fifteen times."""

import sys

import django
from django.test import Client

if __name__ == "__main__":
    django.setup()
    browser = Client(HTTP_HOST="localhost")
    browser.get("/account/signup/")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    told = [browser.post("/account/signup/", {}).status_code for _ in range(15)]
    sys.stdout.write(" ".join(str(status) for status in told))
