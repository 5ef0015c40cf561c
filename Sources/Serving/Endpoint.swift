// SPDX-License-Identifier: Apache-2.0
import Hummingbird

/// A path of the service, and what answers a GET there.
struct Endpoint: Sendable {
    typealias Context = BasicRequestContext

    /// As the router reads it: a final `**` stands for anything.
    let path: String
    let answer: @Sendable (Request, Context) async throws -> Response

    init(_ path: String, _ answer: @escaping @Sendable (Request, Context) async throws -> Response) {
        self.path = path
        self.answer = answer
    }

    func matches(_ other: String) -> Bool {
        path.hasSuffix("**") ? other.hasPrefix(path.dropLast(2)) : other == path
    }
}
