/** The auditor's page: the access log. Main types: {@code AuditPages}. */
@NullMarked
package lingdian.console.audit;

import org.jspecify.annotations.NullMarked;
