/** The auditor's page: the access log. Seen from outside: {@code AuditPages}. */
@NullMarked
package lingdian.console.audit;

import org.jspecify.annotations.NullMarked;
