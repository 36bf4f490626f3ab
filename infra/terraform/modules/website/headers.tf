locals {
  hsts_seconds = 31536000
  # Leaflet and React set styles by the object model, which needs no 'unsafe-inline'.
  content_security_policy = join("; ", [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src ${join(" ", concat(["'self'", "data:"], var.website.tile_origins))}",
    # An archive of tiles (PMTiles) is read by the page itself.
    "connect-src ${join(" ", concat(["'self'"], var.website.tile_origins))}",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors ${length(var.website.embed_origins) > 0 ? join(" ", var.website.embed_origins) : "'none'"}",
  ])
}

resource "aws_cloudfront_response_headers_policy" "page" {
  # checkov:skip=CKV_AWS_259:HSTS is set below, for this host; its subdomains are not ours
  name = "${local.name}-page"
  security_headers_config {
    content_security_policy {
      content_security_policy = local.content_security_policy
      override                = true
    }
    content_type_options {
      override = true
    }
    # It knows no list of origins: where there is one, frame-ancestors alone decides.
    dynamic "frame_options" {
      for_each = length(var.website.embed_origins) > 0 ? [] : ["DENY"]
      content {
        frame_option = frame_options.value
        override     = true
      }
    }
    # OpenStreetMap answers only who says where he comes from.
    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = true
    }
    strict_transport_security {
      access_control_max_age_sec = local.hsts_seconds
      include_subdomains         = false
      override                   = true
    }
  }
}

# No content security policy here: the API sends one with each answer, and another with /api/docs.
resource "aws_cloudfront_response_headers_policy" "api" {
  # checkov:skip=CKV_AWS_259:HSTS is set below, for this host; its subdomains are not ours
  name = "${local.name}-api"
  security_headers_config {
    content_type_options {
      override = true
    }
    frame_options {
      frame_option = "DENY"
      override     = true
    }
    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }
    strict_transport_security {
      access_control_max_age_sec = local.hsts_seconds
      include_subdomains         = false
      override                   = true
    }
  }
}
