// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird
import LedeKit

/// An error as the client sees it: problem JSON by RFC 9457, with a stable `code` for programs.
struct Problem: HTTPResponseError {
    var status: HTTPResponse.Status
    var code: String
    /// What happened and what to do.
    var detail: String
    var headers: HTTPFields = [:]

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var json = JSONText()
        json.object {
            $0.member("type", "about:blank")
            $0.member("title", status.reasonPhrase)
            $0.member("status", status.code)
            $0.member("code", code)
            $0.member("detail", detail)
        }
        var response = Response.bytes(json.text, type: "application/problem+json", status: status)
        response.headers.append(contentsOf: headers)
        return response
    }
}

extension Problem {
    static func parameter(_ detail: String) -> Problem {
        Problem(status: .badRequest, code: "bad-parameter", detail: detail)
    }

    static let notFound = Problem(
        status: .notFound, code: "not-found", detail: "There is nothing at this path. /openapi.json lists what there is.")

    static let busy = Problem(
        status: .serviceUnavailable, code: "busy", detail: "Too many searches are waiting already. Try again shortly.",
        headers: [.retryAfter: "1"])

    static let deadline = Problem(
        status: .serviceUnavailable, code: "deadline",
        detail: "The search was not done in time. Narrow it: fewer or rarer words, longer prefixes, a range of dates.",
        headers: [.retryAfter: "1"])

    static let unauthorized = Problem(
        status: .unauthorized, code: "unauthorized", detail: "Send an API key as “Authorization: Bearer KEY”.",
        headers: [.wwwAuthenticate: "Bearer"])

    static func goneGeneration(_ cursor: Int, current: Int) -> Problem {
        Problem(
            status: .gone, code: "cursor-gone",
            detail: "The cursor belongs to generation \(cursor), which is no longer open; the archive is at \(current). "
                + "Search again without a cursor.")
    }

    init(_ error: LedeError) {
        switch error.code {
        case .usage: self = Problem(status: .badRequest, code: "bad-query", detail: error.message)
        case .interrupted: self = .deadline
        case .corrupt:
            self = Problem(status: .internalServerError, code: "corrupt", detail: "Bytes of the archive are damaged; see the log.")
        case .noArchive, .locked, .outOfSpace, .inputOutput, .newerFormat:
            self = Problem(status: .internalServerError, code: "archive", detail: "The archive could not be read; see the log.")
        }
    }
}

extension Response {
    /// A whole body, with the headers that every reply has.
    static func bytes(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
                HTTPField.Name.referrerPolicy: "no-referrer",
            ],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    static func json(_ text: String) -> Response { bytes(text, type: "application/json") }
}

extension HTTPField.Name {
    /// Names that HTTPTypes does not have.
    static let referrerPolicy = Self("Referrer-Policy")!
    static let apiKey = Self("X-API-Key")!
    /// The first `Host` is the authority of a request; this is a second one.
    static let hostField = Self(parsed: "host")!
}
