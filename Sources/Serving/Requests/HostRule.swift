// SPDX-License-Identifier: Apache-2.0

/// Which names a request may address: a page of another site whose name was made to point here gets nothing.
struct HostRule: Sendable {
    private let names: Set<String>

    init(_ address: ListenAddress, also others: [String]) {
        var names: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
        if case .tcp(let host, _) = address, host != "0.0.0.0", host != "::" {
            names.insert(host.contains(":") ? "[\(host.lowercased())]" : host.lowercased())
        }
        names.formUnion(others.map { $0.lowercased() })
        self.names = names
    }

    /// Whether a `Host` is allowed; letter case, a port and a final dot do not matter.
    func allows(_ host: String) -> Bool {
        var name = host.lowercased()[...]
        if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") {
            let port = name[name.index(after: colon)...]
            guard !port.isEmpty, port.utf8.allSatisfy({ (48...57).contains($0) }) else { return false }
            name = name[..<colon]
        }
        if name.hasSuffix(".") { name = name.dropLast() }
        return names.contains(String(name))
    }
}
