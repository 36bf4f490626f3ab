locals {
  types = {
    html  = "text/html; charset=utf-8", js = "text/javascript; charset=utf-8", css = "text/css; charset=utf-8"
    json  = "application/json", svg = "image/svg+xml", png = "image/png", ico = "image/x-icon", webp = "image/webp"
    woff2 = "font/woff2", txt = "text/plain; charset=utf-8", map = "application/json", webmanifest = "application/manifest+json"
  }
  files = { for path in fileset(var.website.folder, "**") : path => {
    # lookup without a default: a kind of file that is not in the table stops the plan.
    type = local.types[lower(element(split(".", path), -1))]
    # Under assets/ the name holds a hash of the content; index.html tells which of them are current.
    cache_control = (
      startswith(path, "assets/") ? "public, max-age=31536000, immutable"
      : endswith(path, ".html") ? "no-cache"
      : "public, max-age=3600"
    )
  } }
}

# index.html is uploaded after the assets that it names, and before those of the last build are
# removed (create_before_destroy). A page that is still open loads itself anew: frontend/src/renew.ts.
resource "aws_s3_object" "asset" {
  # checkov:skip=CKV_AWS_186:public content, under the bucket's own encryption
  for_each      = { for path, file in local.files : path => file if !endswith(path, ".html") }
  bucket        = var.website.bucket.bucket
  key           = each.key
  source        = "${var.website.folder}/${each.key}"
  source_hash   = filemd5("${var.website.folder}/${each.key}")
  content_type  = each.value.type
  cache_control = each.value.cache_control

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_s3_object" "page" {
  # checkov:skip=CKV_AWS_186:public content, under the bucket's own encryption
  for_each      = { for path, file in local.files : path => file if endswith(path, ".html") }
  bucket        = var.website.bucket.bucket
  key           = each.key
  source        = "${var.website.folder}/${each.key}"
  source_hash   = filemd5("${var.website.folder}/${each.key}")
  content_type  = each.value.type
  cache_control = each.value.cache_control
  depends_on    = [aws_s3_object.asset]
}
