package lingdian.office.health;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;

/** The service's own health. */
public final class HealthOperations implements Feature {
    private final HealthEndpoint health;

    public HealthOperations(OfficeContext office, NodeKnowledge here) {
        health = new HealthEndpoint(office.pool(), office.clock(), here);
    }

    @Override
    public void serve(Operations operations) {
        operations.serve("getServiceHealth", health::look);
    }
}
