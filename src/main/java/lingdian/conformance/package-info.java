/**
 * The conformance kit (handbook, conformance.md): it plays an agent against a service, and a service against an agent, and
 * names what is wrong. {@link lingdian.conformance.ServiceKit} and {@link lingdian.conformance.AgentKit} are its face.
 */
@NullMarked
package lingdian.conformance;

import org.jspecify.annotations.NullMarked;
