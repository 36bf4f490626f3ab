// A path without a file's name is a view of the page: the page itself is the answer.
function handler(event) {
  var request = event.request;
  if (request.uri.split("/").pop().indexOf(".") === -1) request.uri = "/index.html";
  return request;
}
