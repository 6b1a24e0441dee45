package lingdian.conformance;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** One statement of the protocol, tried on a service. */
record Check(String name, Body body) {
    /** Throws {@link NotConformingException} where the service does something else. */
    interface Body {
        void run(ServiceUnderTest service);
    }

    CheckResult run(ServiceUnderTest service) {
        try {
            body.run(service);
            return CheckResult.passed(name);
        } catch (NotConformingException fault) {
            return CheckResult.failed(name, List.of(String.valueOf(fault.getMessage())));
        } catch (ClassCastException | NullPointerException malformed) {
            return CheckResult.failed(
                    name, List.of("the service sent a message with a member missing or of another type"));
        }
    }

    static void require(boolean right, String otherwise) {
        if (!right) {
            throw new NotConformingException(otherwise);
        }
    }

    static void equal(Object expected, Object found, String what) {
        require(expected.equals(found), "expected " + what + " " + expected + ", got " + found);
    }

    static void chained(JsonObject ack) {
        require(
                ack.getValue("chain") instanceof String chain && chain.matches("[0-9a-f]{64}"),
                "expected the chain hash of the ack, 64 hexadecimal digits");
    }
}
