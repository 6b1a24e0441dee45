package lingdian.office.registry;

import java.time.Duration;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.platform.settings.Settings;
import lingdian.platform.work.Quota;

/** The registry of persons: one at a time, and whole files. */
public final class RegistryOperations implements Feature {
    private final RegistryEndpoints persons;
    private final ImportEndpoint imports;

    public RegistryOperations(OfficeContext office, Registry registry, Settings.Privacy limits) {
        var lookUps = new LookUpLimit(limits.lookupsPerHour(), office.clock());
        persons = new RegistryEndpoints(
                office.pool(), office.scoped(), office.reads(), registry, office.clock(), lookUps);
        imports = new ImportEndpoint(
                office.vertx(),
                registry,
                new PersonImport(office.vertx(), office.pool(), registry, office.clock(), lookUps),
                lookUps,
                new Quota<>(ImportEndpoint.LINES_A_DAY, Duration.ofDays(1), office.clock()));
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("registerPerson", persons::register)
                .mountLasting("importPersons", imports::handle)
                .serve("lookUpPerson", persons::lookUp)
                .serve("listMismatches", persons::mismatches)
                .serve("revokeDocument", persons::revoke);
    }
}
