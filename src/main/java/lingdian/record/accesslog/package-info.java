/**
 * The access log: who saw and did what. Append-only, one hash chain. Main types: {@code AccessLogStore},
 * {@code AccessRecord}.
 */
@NullMarked
package lingdian.record.accesslog;

import org.jspecify.annotations.NullMarked;
