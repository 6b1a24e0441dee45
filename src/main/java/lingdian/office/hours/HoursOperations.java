package lingdian.office.hours;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.Operations;
import lingdian.office.cafe.CafeStore;
import lingdian.record.hours.ClosureStore;
import lingdian.record.hours.EffectStore;
import lingdian.record.hours.HoursChangeStore;
import lingdian.record.hours.HoursStore;
import lingdian.record.hours.SuspensionStore;

/** Permitted hours of cafés and regions, closing orders, suspensions and closures. */
public final class HoursOperations implements Feature {
    private final HoursEndpoints hours;
    private final ClosureEndpoints closures;

    public HoursOperations(OfficeContext office, HoursStore hoursStore, CafeStore cafeStore, OfficeListener listener) {
        var limits = new AccountLimits(office.clock());
        hours = new HoursEndpoints(
                office.pool(),
                office.log(),
                office.scoped(),
                new HoursChangeStore(office.ids()),
                new SuspensionStore(office.ids()),
                new EffectStore(office.vertx(), hoursStore),
                cafeStore,
                office.clock(),
                limits,
                listener::factsChanged);
        closures = new ClosureEndpoints(
                office.pool(),
                office.log(),
                office.scoped(),
                new ClosureStore(office.ids()),
                cafeStore,
                office.clock(),
                limits,
                listener::factsChanged);
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("getCafeHours", hours::ofCafe)
                .serve("getRegionHours", hours::ofRegion)
                .serve("putCafeHours", hours::putForCafe)
                .serve("putRegionHours", hours::putForRegion)
                .serve("createOrder", hours::createOrder)
                .serve("endOrder", hours::endOrder)
                .serve("createSuspension", hours::createSuspension)
                .serve("endSuspension", hours::endSuspension)
                .serve("createClosure", closures::create)
                .serve("endClosure", closures::end);
    }
}
