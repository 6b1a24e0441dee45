package lingdian.office.cafe;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.Operations;
import lingdian.office.api.TableSource;

/** Cafés: their licences, how they stand now, their history and changes, announced maintenance and safety reports. */
public final class CafeOperations implements Feature {
    private final CafeEndpoints cafes;
    private final TallyEndpoint tally;
    private final MaintenanceEndpoints maintenance;
    private final HistoryEndpoint history;
    private final SafetyEndpoints safety;
    private final CafeImportEndpoint imports;
    private final CounterNoticeEndpoint notice;
    private final CafeChangesEndpoint changes;

    public CafeOperations(OfficeContext office, CafeStore cafeStore, HoursAhead hours, OfficeListener listener) {
        Runnable factsChanged = () -> {
            listener.factsChanged();
            listener.feedMoved(); // where the café moved to another county
        };
        imports = new CafeImportEndpoint(office, cafeStore, factsChanged);
        notice = new CounterNoticeEndpoint(office);
        changes = new CafeChangesEndpoint(office);
        cafes = new CafeEndpoints(
                office.vertx(),
                office.pool(),
                office.scoped(),
                cafeStore,
                office.log(),
                new CafeReportStore(),
                hours,
                office.clock(),
                factsChanged,
                office.reads());
        tally = new TallyEndpoint(office.scoped(), new TallyStore(), new CafeReportStore(), office.reads());
        maintenance = new MaintenanceEndpoints(
                office.pool(),
                office.scoped(),
                cafeStore,
                new MaintenanceStore(),
                office.log(),
                office.clock(),
                office.ids());
        history = new HistoryEndpoint(office.scoped(), cafeStore, new HistoryStore(), office.clock(), office.reads());
        safety = new SafetyEndpoints(
                office.scoped(),
                cafeStore,
                new SafetyStore(office.texts()),
                office.changes(),
                office.clock(),
                office.ids());
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("putCafe", cafes::put)
                .serveList("listCafes", cafes::list, new TableSource(CafeTable.TABLE, cafes::count))
                .serve("tallyCafes", tally::now) // before {placeCode}, which "tally" would match too
                .serve("getCafe", cafes::one)
                .serve("listMaintenance", maintenance::list)
                .serve("announceMaintenance", maintenance::announce)
                .serve("getCafeHistory", history::of)
                .serve("getCounterNotice", notice::page)
                .serve("listCafeChanges", changes::list)
                .serve("getSafety", safety::show)
                .serve("putSafety", safety::put)
                .serveFile("importCafes", imports::take);
    }
}
