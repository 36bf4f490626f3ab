"""The emulated cloud: what Terraform computes, deployed into an emulator on this machine.

A developer's tool beside `local`: it needs boto3, Terraform's binary and an environment of its own
for the emulator, none of which `make run` needs.
"""
