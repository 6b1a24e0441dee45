/** The wire between cafés and the service (SPEC.md, section 2): frames, codec, endpoints, takeover, notices. No SQL, no rules. */
@NullMarked
package lingdian.agent;

import org.jspecify.annotations.NullMarked;
