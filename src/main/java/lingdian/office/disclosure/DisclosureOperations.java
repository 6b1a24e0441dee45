package lingdian.office.disclosure;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.cafe.CafeStore;
import lingdian.office.permission.Reasons;
import lingdian.vault.seal.SealedTextStore;
import lingdian.vault.seal.Vault;

/** The operations that show sealed data or keep it longer than usual: unmasking, record requests, and legal holds. */
public final class DisclosureOperations implements Feature {
    private final UnmaskingEndpoints unmaskings;
    private final RecordRequestEndpoints records;
    private final LegalHoldEndpoints holds;

    public DisclosureOperations(OfficeContext office, Disclosure disclosure, CafeStore cafes) {
        unmaskings = unmaskings(office, disclosure);
        records = records(office, disclosure, cafes);
        holds = holds(office, disclosure, cafes);
    }

    /** For a feature that prints a person whom an unmasking shows. */
    public static UnmaskedPersons persons(OfficeContext office, Disclosure disclosure) {
        UnmaskingStore store = store(disclosure);
        return new UnmaskedPersons(office.scoped(), store, service(office, disclosure, store));
    }

    private static UnmaskingStore store(Disclosure disclosure) {
        return new UnmaskingStore(new Reasons(disclosure.vault(), "unmasking-reason"));
    }

    private static UnmaskingService service(OfficeContext office, Disclosure disclosure, UnmaskingStore store) {
        return new UnmaskingService(
                office.scoped(),
                disclosure,
                office.changes(),
                store,
                new UnmaskingSource(disclosure.vault(), store),
                office.clock(),
                office.ids());
    }

    private static UnmaskingEndpoints unmaskings(OfficeContext office, Disclosure disclosure) {
        Vault vault = disclosure.vault();
        UnmaskingStore store = store(disclosure);
        UnmaskingService service = service(office, disclosure, store);
        return new UnmaskingEndpoints(
                office.scoped(), store, service, new UnmaskingJson(vault), new SealedTextStore(vault), office.reads());
    }

    private static RecordRequestEndpoints records(OfficeContext office, Disclosure disclosure, CafeStore cafes) {
        var store = new RecordRequestStore(disclosure.vault());
        var service = new RecordRequestService(
                office.scoped(), disclosure, office.changes(), store, office.clock(), office.ids());
        return new RecordRequestEndpoints(
                office.scoped(), cafes, store, service, disclosure.limits().recordDays(), office.reads());
    }

    private static LegalHoldEndpoints holds(OfficeContext office, Disclosure disclosure, CafeStore cafes) {
        var store = new LegalHoldStore(office.vault());
        var service =
                new LegalHoldService(disclosure.approvers(), office.changes(), store, office.clock(), office.ids());
        return new LegalHoldEndpoints(office.scoped(), cafes, store, service, office.reads(), office.clock());
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("unmask", unmaskings::ask)
                .serve("listQuarantine", unmaskings::quarantine)
                .serve("listUnmaskings", unmaskings::list)
                .serve("getUnmasking", unmaskings::one)
                .serve("decideUnmasking", unmaskings::decide)
                .serve("requestRecords", records::ask)
                .serve("listRecordRequests", records::list)
                .serve("getRecordRequest", records::one)
                .serve("decideRecordRequest", records::decide)
                .mount("exportRecords", context -> records.export(context, operations.standing(context)))
                .serve("setLegalHold", holds::set)
                .serve("listLegalHolds", holds::list)
                .serve("getLegalHold", holds::one)
                .serve("askToLiftLegalHold", holds::askLifting)
                .serve("decideLegalHold", holds::decide);
    }
}
