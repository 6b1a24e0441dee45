package lingdian.office.api;

import static lingdian.office.api.ReaderFixture.ALL;
import static lingdian.office.api.ReaderFixture.CAFE;
import static lingdian.office.api.ReaderFixture.DAY;
import static lingdian.office.api.ReaderFixture.DOCUMENT;
import static lingdian.office.api.ReaderFixture.HOLD;
import static lingdian.office.api.ReaderFixture.REGION;
import static lingdian.office.api.ReaderFixture.REQUEST;
import static lingdian.office.api.ReaderFixture.STREAM;
import static lingdian.office.api.ReaderFixture.UNMASKING;
import static lingdian.office.api.ReaderFixture.VIOLATION;
import static lingdian.office.api.StoreRead.read;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.LoginRef;
import lingdian.office.disclosure.LegalHoldStore;
import lingdian.office.disclosure.RecordExportStore;
import lingdian.office.disclosure.RecordRequest;
import lingdian.office.disclosure.RecordRequestStore;
import lingdian.office.disclosure.Unmasking;
import lingdian.office.disclosure.UnmaskingStore;
import lingdian.office.permission.Permission;
import lingdian.office.permission.Reasons;
import lingdian.testing.RunningApi;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.seal.SealedStore;
import lingdian.vault.seal.SealedTextStore;

/** Reads of persons and of sealed texts, and of the requests that lead to them. */
final class DisclosureReads {
    private static final Unmasking.TextRef TEXT = new Unmasking.TextRef(STREAM, 2);
    private static final SealedTextStore.Shelf SHELF = new SealedTextStore.Shelf(CAFE.value(), DAY, DAY);
    private static final LoginRef LOGIN = new LoginRef(1, 1, DAY);

    private DisclosureReads() {}

    static Map<String, StoreRead> of(RunningApi api) {
        var unmaskings = new UnmaskingStore(new Reasons(api.vault, "unmasking-reason"));
        var requests = new RecordRequestStore(api.vault);
        var exports = new RecordExportStore();
        var holds = new LegalHoldStore(api.vault);
        var texts = new SealedTextStore(api.vault);
        return Map.ofEntries(
                read(
                        "lingdian.office.disclosure.UnmaskingStore.target",
                        client -> unmaskings.target(client, ALL, new ViolationId(VIOLATION), RunningApi.NOW)),
                read(
                        "lingdian.office.disclosure.UnmaskingStore.localDay",
                        client -> unmaskings.localDay(client, LOGIN)),
                read(
                        "lingdian.office.disclosure.UnmaskingStore.proving",
                        client -> unmaskings.proving(client, new ViolationId(VIOLATION), TEXT)),
                read("lingdian.office.disclosure.UnmaskingStore.one", client -> unmaskings.one(client, ALL, UNMASKING)),
                read(
                        "lingdian.office.disclosure.UnmaskingStore.list",
                        client -> unmaskings.list(
                                client, ALL, new UnmaskingStore.Filter(null, null), RunningApi.NOW, null, 10)),
                read("lingdian.office.disclosure.RecordRequestStore.one", client -> requests.one(client, ALL, REQUEST)),
                read(
                        "lingdian.office.disclosure.RecordRequestStore.list",
                        client -> requests.list(client, ALL, null, RunningApi.NOW, null, 10)),
                read(
                        "lingdian.office.disclosure.RecordExportStore.events",
                        client -> exports.events(client, request(), 1, 0)),
                read("lingdian.office.disclosure.RecordExportStore.streams", client -> exports.streams(client, CAFE)),
                read("lingdian.office.disclosure.LegalHoldStore.one", client -> holds.one(client, ALL, HOLD)),
                read(
                        "lingdian.office.disclosure.LegalHoldStore.list",
                        client -> holds.list(client, ALL, null, null, 10)),
                read(
                        "lingdian.vault.seal.SealedTextStore.list",
                        client -> texts.list(client, SHELF, SealedTextStore.Place.BEGINNING, 10)),
                read("lingdian.vault.seal.SealedTextStore.open", client -> texts.open(client, SHELF, STREAM, 2)),
                read(
                        "lingdian.vault.seal.SealedStore.documents",
                        client -> new SealedStore(api.vault).documents(client, List.of(LOGIN))),
                read(
                        "lingdian.vault.registry.RegistryStore.entry",
                        client -> new RegistryStore(api.vault)
                                .entry(
                                        client,
                                        api.vault.tokens(DOCUMENT.type(), DOCUMENT.number()),
                                        RegionCode.COUNTRY)),
                read(
                        "lingdian.vault.registry.RegistryStore.mismatches",
                        client -> new RegistryStore(api.vault).mismatches(client, RegionCode.COUNTRY, 10)));
    }

    private static RecordRequest request() {
        Permission permission = Permission.asked(new AccountId(UUID.randomUUID()), RunningApi.NOW, RunningApi.NOW);
        return new RecordRequest(
                REQUEST,
                CAFE,
                REGION,
                Authority.CULTURE,
                Instant.EPOCH,
                Instant.parse("2036-01-01T00:00:00Z"),
                null,
                null,
                permission,
                null,
                null);
    }
}
