// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import HTTPTypes
import Hummingbird

/// The search page and the description of the interface: whole files within the program.
enum Page {
    static let openAPI = String(decoding: PackageResources.openapi_json, as: UTF8.self)
    private static let html = String(decoding: PackageResources.page_html, as: UTF8.self)

    /// Only the page's own script and style may run, and it may talk to this service alone.
    private static let policy = """
        default-src 'none'; script-src 'sha256-\(hash(of: "script"))'; style-src 'sha256-\(hash(of: "style"))'; \
        connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    static func response() -> Response {
        var response = Response.bytes(html, type: "text/html; charset=utf-8")
        response.headers[.cacheControl] = "no-cache"
        response.headers[.contentSecurityPolicy] = policy
        return response
    }

    /// The hash of the one element of that name, as the policy wants it.
    private static func hash(of element: String) -> String {
        guard let start = html.range(of: "<\(element)>"), let end = html.range(of: "</\(element)>") else { return "" }
        return Data(SHA256.hash(data: Data(html[start.upperBound..<end.lowerBound].utf8))).base64EncodedString()
    }
}
