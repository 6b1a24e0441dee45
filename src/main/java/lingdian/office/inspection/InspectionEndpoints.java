package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.FileReading;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.file.Attachment;
import lingdian.office.file.AttachmentStore;
import lingdian.office.file.DailyFiles;
import lingdian.office.file.FileType;
import lingdian.office.file.UploadedFile;
import lingdian.office.inspection.PhotoPreparation.PreparedPhoto;
import lingdian.office.query.Cursor;
import lingdian.platform.database.QueryPool;
import lingdian.platform.http.Problem;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.evidence.PhotographStore;

/** {@code /inspections}: officers' records of their visits. */
final class InspectionEndpoints {
    private static final int PHOTOS_MAX = 60;
    /** Of one officer in a day: 256 photos of the largest size. */
    private static final int FILES_MEBIBYTES = 1_024;

    private final QueryPool pool;
    private final ScopedStore scoped;
    private final InspectionStore inspections;
    private final AttachmentStore attachments;
    private final SiteRecordStore records;
    private final PhotographStore photographs;
    private final PhotoPreparation preparation;
    private final ThumbnailStore thumbnails;
    private final FileReading files;
    private final AccessLogStore log;
    private final ReadLog reads;
    private final PremisesKinds kinds;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final DailyFiles daily;

    InspectionEndpoints(
            QueryPool pool,
            ScopedStore scoped,
            InspectionStore inspections,
            AttachmentStore attachments,
            SiteRecordStore records,
            PhotographStore photographs,
            PhotoPreparation preparation,
            ThumbnailStore thumbnails,
            FileReading files,
            AccessLogStore log,
            ReadLog reads,
            PremisesKinds kinds,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.pool = pool;
        this.scoped = scoped;
        this.inspections = inspections;
        this.attachments = attachments;
        this.records = records;
        this.photographs = photographs;
        this.preparation = preparation;
        this.thumbnails = thumbnails;
        this.files = files;
        this.log = log;
        this.reads = reads;
        this.kinds = kinds;
        this.clock = clock;
        this.ids = ids;
        this.daily = new DailyFiles(FILES_MEBIBYTES, clock);
    }

    /** Writes about an inspection while its lock is held, and completes with the entry of the log that says so. */
    private interface Writing {
        Future<AccessEntry> write(SqlConnection connection, Inspection found, AccessEntry entry);
    }

    public Future<Reply> create(AuthorisedCall call) {
        InspectionEntry entry = InspectionEntry.of(call.body(), kinds);
        RegionCode region = call.regionWithinOwn();
        String chosen = call.body().getString("id");
        var id = new InspectionId(chosen == null ? ids.get() : UUID.fromString(chosen));
        return known(call, entry, InspectionEntry.Visited.NOTHING)
                .compose(known -> pool.withTransaction(connection -> inspections
                        .create(connection, id, call.account(), region, entry, clock.instant())
                        .compose(created -> log.append(
                                connection,
                                entry.visited()
                                        .since(
                                                InspectionEntry.Visited.NOTHING,
                                                logged(call, Action.CREATE_INSPECTION, id, region))))))
                .compose(created -> shown(call, id))
                .map(shown -> Reply.created(shown.json()));
    }

    public Future<Reply> change(AuthorisedCall call) {
        InspectionEntry named = InspectionEntry.of(call.body(), kinds);
        return scoped.read(call.account(), client -> found(client, call, call.id(InspectionId::new)))
                .map(Inspection::writable)
                .compose(seen -> known(call, named, seen.entered().visited()))
                .compose(known -> write(call, "change", (connection, found, entry) -> {
                    if (found.version() != call.body().getInteger("version")) {
                        throw changedMeanwhile(found);
                    }
                    refuseWhereClosed(found);
                    InspectionEntry changed = InspectionEntry.of(call.body(), kinds, found.entered());
                    return records.outlines(connection, found.id())
                            .map(written -> refuseWithout(written, changed.visited()))
                            .compose(kept -> inspections.addVersion(
                                    connection,
                                    found.id(),
                                    found.version() + 1,
                                    call.account(),
                                    changed,
                                    clock.instant()))
                            .compose(added -> changed.closed()
                                    ? photographs.seal(connection, found.id(), found.authority())
                                    : Future.succeededFuture())
                            .map(done -> changed.visited().since(found.entered().visited(), entry));
                }))
                .map(Reply::ok);
    }

    public Future<Reply> correct(AuthorisedCall call) {
        return write(call, "correct", (connection, found, entry) -> {
                    if (!found.entered().closed()) {
                        throw Refused.with(409, "The inspection is still open: change it instead.");
                    }
                    return inspections
                            .addCorrection(
                                    connection,
                                    found.id(),
                                    call.account(),
                                    call.body().getString("note"),
                                    clock.instant())
                            .map(entry);
                })
                .map(Reply::created);
    }

    public Future<Reply> addPhotos(AuthorisedCall call) {
        List<UploadedFile> photos = UploadedFile.all(call.body(), "photos", FileType::isImage);
        return daily.admit(call.account().id(), photos)
                .compose(admitted -> scoped.read(
                        call.account(),
                        client ->
                                found(client, call, call.id(InspectionId::new)).map(InspectionEndpoints::open)))
                .compose(open -> preparation.prepare(call.account().id(), photos))
                .compose(prepared -> write(
                        call,
                        "photos",
                        (connection, found, entry) ->
                                add(connection, found, chosen(call, prepared)).map(entry)))
                .map(Reply::created);
    }

    /** The photos by their ids: a phone chooses them, so that a photo whose answer was lost can be sent again. */
    private Map<UUID, PreparedPhoto> chosen(AuthorisedCall call, List<PreparedPhoto> photos) {
        JsonArray sent = call.body().getJsonArray("photos");
        var chosen = new LinkedHashMap<UUID, PreparedPhoto>();
        for (int i = 0; i < photos.size(); i++) {
            String id = sent.getJsonObject(i).getString("id");
            chosen.putIfAbsent(id == null ? ids.get() : UUID.fromString(id), photos.get(i));
        }
        return chosen;
    }

    private Future<Void> add(SqlConnection connection, Inspection found, Map<UUID, PreparedPhoto> chosen) {
        refuseWhereClosed(found);
        UUID inspection = found.id().value();
        return attachments.of(connection, List.of(inspection)).compose(before -> {
            List<Attachment> already = before.getOrDefault(inspection, List.of());
            already.forEach(one -> chosen.remove(one.id()));
            if (already.size() + chosen.size() > PHOTOS_MAX) {
                throw Refused.with(409, "An inspection has at most " + PHOTOS_MAX + " photos.");
            }
            List<PreparedPhoto> photos = List.copyOf(chosen.values());
            return attachments
                    .seal(
                            inspection,
                            photos.stream().map(PreparedPhoto::file).toList(),
                            List.copyOf(chosen.keySet()),
                            last(already))
                    .compose(handed -> attachments
                            .add(connection, handed)
                            .compose(added -> thumbnails.add(connection, pictures(handed.ids(), photos))));
        });
    }

    private static Map<UUID, byte[]> pictures(List<UUID> ids, List<PreparedPhoto> photos) {
        var pictures = new HashMap<UUID, byte[]>();
        for (int i = 0; i < ids.size(); i++) {
            byte[] picture = photos.get(i).thumbnail();
            if (picture != null) {
                pictures.put(ids.get(i), picture);
            }
        }
        return pictures;
    }

    /** All at once, because a page shows them all; the sight of them is one entry of the log. */
    public Future<Reply> thumbnails(AuthorisedCall call) {
        InspectionId id = call.id(InspectionId::new);
        return scoped.read(
                        call.account(),
                        client -> found(client, call, id)
                                .map(Inspection::whole)
                                .map(Inspection::unerased)
                                .compose(found -> thumbnails.of(client, id).map(items -> new Pictures(found, items))))
                .compose(read -> log.append(logged(
                                        call,
                                        Action.READ_INSPECTION,
                                        id,
                                        read.inspection().region())
                                .with("what", "thumbnails"))
                        .map(Reply.ok(new JsonObject().put("items", read.items()))));
    }

    private record Pictures(Inspection inspection, JsonArray items) {}

    /** Until the inspection is closed or a record of it signed; then its photos are chained. */
    public Future<Reply> removePhoto(AuthorisedCall call) {
        UUID file = UUID.fromString(call.path("file"));
        return write(call, "remove-photo", (connection, found, entry) -> {
                    refuseWhereClosed(found);
                    return photographs
                            .isChained(connection, file)
                            .compose(chained -> {
                                if (chained) {
                                    throw Refused.with(
                                            409, "The photo is chained: a record of this inspection is signed.");
                                }
                                return attachments.remove(connection, found.id().value(), file);
                            })
                            .map(removed -> entry.with("photo", file.toString())
                                    .with("hash", removed.orElseThrow(Refused::unknown)));
                })
                .map(Reply::ok);
    }

    /** Numbers of photos that were removed may be taken again, except in the middle. */
    private static int last(List<Attachment> photos) {
        return photos.isEmpty() ? 0 : photos.getLast().number();
    }

    public Future<Reply> photo(AuthorisedCall call) {
        return files.read(
                call,
                Subject.of(Subject.Kind.INSPECTION, call.id()),
                (client, file) -> found(client, call, call.id(InspectionId::new))
                        .map(Inspection::whole)
                        .map(Inspection::unerased)
                        .compose(inspection -> attachments.find(client, file))
                        .map(found -> found.filter(one -> one.owner().equals(call.id()))));
    }

    /** Officers' texts may name persons, so each reading is logged first. */
    public Future<Reply> one(AuthorisedCall call) {
        return shown(call, call.id(InspectionId::new))
                .compose(shown -> log.append(logged(
                                call,
                                Action.READ_INSPECTION,
                                call.id(InspectionId::new),
                                shown.inspection().region()))
                        .map(written -> Reply.ok(shown.json())));
    }

    public Future<Reply> list(AuthorisedCall call) {
        var after = Cursor.AfterViolation.of(call.query("cursor"));
        return scoped.read(
                        call.account(),
                        call.freshness(),
                        client -> inspections.list(client, call.account(), filter(call), after, call.limit()))
                .map(page -> new JsonObject()
                        .put(
                                "items",
                                new JsonArray(page.items().stream()
                                        .map(Inspection::json)
                                        .toList()))
                        .put("next", page.next())
                        .put("position", page.position()))
                .compose(list -> reads.list(call, Action.LIST_INSPECTIONS, list))
                .map(Reply::ok);
    }

    Future<Long> count(AuthorisedCall call) {
        return scoped.read(
                call.account(), call.freshness(), client -> inspections.count(client, call.account(), filter(call)));
    }

    private static InspectionStore.Filter filter(AuthorisedCall call) {
        return new InspectionStore.Filter(
                call.region(),
                call.query("kind"),
                call.query("state"),
                PlaceCode.orNull(call.query("placeCode")),
                call.instant("from"),
                call.instant("to"));
    }

    private Future<JsonObject> write(AuthorisedCall call, String what, Writing writing) {
        InspectionId id = call.id(InspectionId::new);
        return scoped.read(call.account(), client -> found(client, call, id))
                .compose(seen -> pool.withTransaction(connection -> inspections
                        .lock(connection, id)
                        .compose(locked -> found(connection, call, id))
                        .map(Inspection::writable)
                        .map(Inspection::unerased)
                        .compose(found -> writing.write(
                                connection,
                                found,
                                logged(call, Action.CHANGE_INSPECTION, id, found.region())
                                        .with("what", what)))
                        .compose(entry -> log.append(connection, entry))))
                .compose(written -> shown(call, id))
                .map(Inspection.Whole::json);
    }

    private Future<Inspection> found(SqlClient client, AuthorisedCall call, InspectionId id) {
        return inspections.find(client, call.account(), id).map(found -> found.orElseThrow(Refused::unknown));
    }

    private Future<Inspection.Whole> shown(AuthorisedCall call, InspectionId id) {
        return scoped.read(
                call.account(),
                client -> found(client, call, id).compose(found -> {
                    Future<List<Inspection.Correction>> corrections =
                            found.isPart() ? Future.succeededFuture(List.of()) : inspections.corrections(client, id);
                    Future<Map<UUID, List<Attachment>>> photos = found.isPart()
                            ? Future.succeededFuture(Map.of())
                            : attachments.of(client, List.of(id.value()));
                    var written = records.outlines(client, id);
                    var cases = inspections.cases(client, id);
                    return Future.all(corrections, photos, written, cases)
                            .map(read -> new Inspection.Whole(
                                    found,
                                    corrections.result(),
                                    photos.result().getOrDefault(id.value(), List.of()),
                                    written.result().stream()
                                            .filter(one -> !found.isPart()
                                                    || found.entered()
                                                            .visited()
                                                            .placeCodes()
                                                            .contains(one.placeCode()))
                                            .toList(),
                                    cases.result()));
                }));
    }

    /** Fails if an entry names something that the account may not see, beside what it named before. */
    private Future<Void> known(AuthorisedCall call, InspectionEntry entry, InspectionEntry.Visited before) {
        return scoped.read(
                        call.account(),
                        client -> inspections.known(client, entry, before).compose(known -> {
                            if (!known) {
                                throw Refused.body("/premises", "names a café or a violation that you may not see");
                            }
                            return inspections.corrected(client, entry);
                        }))
                .map(corrected -> {
                    if (!corrected) {
                        throw Refused.body(
                                "/recheckOf", "expected a case with an order to correct, of a café that is named");
                    }
                    return null;
                });
    }

    private static Inspection open(Inspection found) {
        refuseWhereClosed(found.writable());
        return found;
    }

    private static void refuseWhereClosed(Inspection found) {
        if (found.entered().closed()) {
            throw Refused.with(409, "The inspection is closed: only corrections can be added.");
        }
    }

    /** Under the lock under which records are written. A café that is left out does not count as inspected. */
    private static Void refuseWithout(List<RecordOutline> written, InspectionEntry.Visited visited) {
        List<String> leftOut = written.stream()
                .map(RecordOutline::placeCode)
                .filter(cafe -> !visited.placeCodes().contains(cafe))
                .map(PlaceCode::value)
                .toList();
        if (!leftOut.isEmpty()) {
            throw Problem.of(409, "A café that has a site record stays in the inspection.")
                    .with("code", InspectionCalls.HAS_RECORD)
                    .with("placeCodes", new JsonArray(leftOut))
                    .thrown();
        }
        return null;
    }

    private static Problem.Thrown changedMeanwhile(Inspection found) {
        return Problem.of(409, "The inspection has been changed in the meantime.")
                .with("version", found.version())
                .with("versionAt", found.json().getString("versionAt"))
                .thrown();
    }

    private static AccessEntry logged(AuthorisedCall call, Action action, InspectionId id, RegionCode region) {
        return AccessEntry.done(Actor.account(call.account().id()), action)
                .on(Subject.of(id))
                .inRegion(region);
    }
}
