/**
 * Limits and deadlines of HTTP connections, requests and answers, and the form of a refusal. Main types: {@code
 * ConnectionGuard}, {@code Problem}.
 */
@NullMarked
package lingdian.platform.http;

import org.jspecify.annotations.NullMarked;
