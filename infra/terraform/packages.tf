# What `make package` made: runtime, handlers, hashes.
locals {
  packages_folder = "${var.packages_folder}${var.architecture == "arm64" ? "/arm64" : ""}"
  packages        = jsondecode(file("${local.packages_folder}/packages.json"))
  package = { for name, made in local.packages.functions : name => {
    file         = "${local.packages_folder}/${made.file}"
    handler      = made.handler
    sha256       = made.sha256
    runtime      = local.packages.runtime
    architecture = local.packages.architecture
  } }

  # glibc of the operating system under each runtime: Amazon Linux 2, then Amazon Linux 2023.
  runtime_glibc = { "python3.11" = 2.26, "python3.12" = 2.34, "python3.13" = 2.34, "python3.14" = 2.34 }

  fits_runtime = try(tonumber(local.packages.glibc) <= local.runtime_glibc[local.packages.runtime], !can(local.packages.glibc))
}
