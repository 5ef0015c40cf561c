// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The wall clock.
package enum Clock {
    /// Seconds since 1970-01-01 00:00 UTC.
    package static var unixSeconds: Int64 { Int64(Date().timeIntervalSince1970) }
}

extension Duration {
    /// With fractions.
    package var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
