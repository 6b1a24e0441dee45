/**
 * The access log: who saw and did what. Append-only, one hash chain. Seen from outside: {@code AccessLogStore},
 * {@code AccessRecord}.
 */
@NullMarked
package lingdian.record.accesslog;

import org.jspecify.annotations.NullMarked;
