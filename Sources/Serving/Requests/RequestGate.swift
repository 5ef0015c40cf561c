// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird
import Synchronization

/// Turns away what is not addressed to this service, too large, or without a key, before anything else is done with it.
struct RequestGate<Context: RequestContext>: RouterMiddleware {
    /// Paths that are answered without a key: the page asks for one, and the probes know none.
    private static var open: Set<String> { ["/", "/healthz", "/readyz", "/openapi.json"] }

    /// All there are, for telling a wrong method from a wrong path.
    let endpoints: [Endpoint]
    let hosts: HostRule
    let keys: KeyHolder
    let limits: ServiceLimits

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        try checkSize(request)
        try checkHost(request)
        if request.method != .get, request.method != .head {
            guard endpoints.contains(where: { $0.matches(request.uri.path) }) else { throw Problem.notFound }
            throw Problem(
                status: .methodNotAllowed, code: "method", detail: "Only GET and HEAD are answered here.",
                headers: [.allow: "GET, HEAD"])
        }
        if let keys = keys.current, !Self.open.contains(request.uri.path) {
            guard let key = Self.key(of: request), keys.accept(key) else { throw Problem.unauthorized }
        }
        return try await next(request, context)
    }

    private func checkSize(_ request: Request) throws(Problem) {
        let target = request.head.path?.utf8.count ?? 0
        guard target <= limits.targetBytes else {
            throw Problem(
                status: .uriTooLong, code: "uri-too-long", detail: "The address has \(target) bytes; \(limits.targetBytes) are the most.")
        }
        let fields = request.headers
        let bytes = fields.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
        guard bytes <= limits.headerBytes, fields.count <= limits.headerCount else {
            throw Problem(
                status: .requestHeaderFieldsTooLarge, code: "headers-too-large",
                detail: "At most \(limits.headerCount) header fields and \(limits.headerBytes) bytes are read.",
                headers: [.connection: "close"])
        }
        if let length = fields[.contentLength].flatMap({ Int($0) }), length > limits.bodyBytes {
            throw Problem(
                status: .contentTooLarge, code: "body-too-large", detail: "No request here needs a body.",
                headers: [.connection: "close"])
        }
    }

    private func checkHost(_ request: Request) throws(Problem) {
        guard let host = request.head.authority, !host.isEmpty, !request.headers.contains(.hostField) else {
            throw Problem(status: .badRequest, code: "host", detail: "A request has exactly one Host.")
        }
        guard hosts.allows(host) else {
            throw Problem(
                status: .misdirectedRequest, code: "host",
                detail: "This service does not answer to the name “\(host.prefix(80))”. If it should, start it with --host NAME.")
        }
    }

    private static func key(of request: Request) -> String? {
        if let key = request.headers[.apiKey] { return key }
        guard let value = request.headers[.authorization], value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(value.dropFirst(7))
    }
}

/// The keys in force, which SIGHUP replaces.
final class KeyHolder: Sendable {
    private let keys: Mutex<APIKeys?>

    init(_ keys: APIKeys?) {
        self.keys = Mutex(keys)
    }

    /// Nil where no key is needed.
    var current: APIKeys? { keys.withLock { $0 } }

    func replace(_ new: APIKeys) { keys.withLock { $0 = new } }
}
