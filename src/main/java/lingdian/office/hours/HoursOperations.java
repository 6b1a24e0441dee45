package lingdian.office.hours;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.Operations;
import lingdian.office.cafe.CafeStore;
import lingdian.record.hours.EffectStore;
import lingdian.record.hours.HoursChangeStore;
import lingdian.record.hours.HoursStore;
import lingdian.record.hours.SuspensionStore;

/** Permitted hours of cafés and regions, closing orders and suspensions. */
public final class HoursOperations implements Feature {
    private final HoursEndpoints hours;

    public HoursOperations(OfficeContext office, HoursStore hoursStore, CafeStore cafeStore, OfficeListener listener) {
        hours = new HoursEndpoints(
                office.pool(),
                office.log(),
                office.scoped(),
                new HoursChangeStore(office.ids()),
                new SuspensionStore(office.ids()),
                new EffectStore(office.vertx(), hoursStore),
                cafeStore,
                office.clock(),
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
                .serve("endSuspension", hours::endSuspension);
    }
}
