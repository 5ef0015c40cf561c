// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Becoming another program.
package enum ProgramReplacement {
    /// Runs another program in place of this one, with the same process number, environment and open streams.
    ///
    /// - Parameters:
    ///   - path: the program's file.
    ///   - arguments: without its name, which is `path`.
    /// - Throws: why it could not be started; on success there is no return.
    package static func replace(with path: String, arguments: [String]) throws(StorageError) -> Never {
        var list = unsafe ([path] + arguments).map { unsafe strdup($0) }
        unsafe list.append(nil)
        unsafe execv(path, list)
        let code = errno
        for unsafe string in unsafe list { unsafe free(string) }
        throw SystemCalls.failure(code, "execv", path)
    }
}
