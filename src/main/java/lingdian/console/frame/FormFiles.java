package lingdian.console.frame;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import lingdian.access.account.Account;
import lingdian.domain.VisibleText;
import lingdian.office.api.UploadLimit;
import lingdian.office.file.UploadedFile;
import lingdian.platform.http.Problem;

/**
 * The files of a form. They stay in memory until they are passed to the API: evidence is never written to a disk
 * unsealed. Therefore few forms are read at once, only of accounts that are signed in, and all bytes of a form count.
 */
public final class FormFiles {
    /** The most bytes of a whole form: the most that the API accepts, with room for the other fields. */
    private static final long BYTES_MAX = 9L * 1024 * 1024;

    /** The most bytes of all that is not a file, and of the part of one that is not decoded yet. */
    private static final long FIELD_BYTES_MAX = 256 * 1024;

    /** Types by file name extension, for files whose type the browser does not know. */
    private static final Map<String, String> TYPES = Map.of(
            "heic",
            "image/heic",
            "webp",
            "image/webp",
            "jpg",
            "image/jpeg",
            "jpeg",
            "image/jpeg",
            "png",
            "image/png",
            "pdf",
            "application/pdf",
            "txt",
            "text/plain");

    private final UploadLimit limit;

    FormFiles(UploadLimit limit) {
        this.limit = limit;
    }

    private record Received(HttpServerFileUpload upload, Buffer content) {
        @Override
        public String toString() {
            return "Received[" + content.length() + " bytes]"; // a statement is personal
        }
    }

    /** The files of one form; read with it. */
    public static final class Reading {
        private final List<Received> received = new ArrayList<>();
        private long fileBytes;

        /** The files of a field as the API takes them; a field without a chosen file yields none. */
        public JsonArray json(String field) {
            var files = new JsonArray();
            received.stream()
                    .filter(one -> one.upload().name().equals(field)
                            && !one.upload().filename().isEmpty())
                    .forEach(one -> files.add(new JsonObject()
                            .put("name", VisibleText.of(one.upload().filename()))
                            .put("type", type(one.upload()))
                            .put(
                                    "content",
                                    Base64.getEncoder()
                                            .encodeToString(one.content().getBytes()))));
            return files;
        }

        /** Which of the files of a field the API does not take, and why. @param most how many it takes */
        public List<RefusedFile> refused(String field, int most) {
            List<Received> all = received.stream()
                    .filter(one -> one.upload().name().equals(field)
                            && !one.upload().filename().isEmpty())
                    .toList();
            var refused = new ArrayList<RefusedFile>();
            if (all.size() > most) {
                refused.add(new RefusedFile("number", Integer.toString(all.size()), Integer.toString(most)));
            }
            all.forEach(one -> UploadedFile.fault(
                            type(one.upload()), one.content().getBytes())
                    .ifPresent(fault -> refused.add(new RefusedFile(
                            fault.name().toLowerCase(Locale.ROOT),
                            one.upload().filename(),
                            mebibytes(one.content().length())))));
            long bytes = all.stream().mapToLong(one -> one.content().length()).sum();
            if (bytes > UploadedFile.ALL_BYTES_MAX) {
                refused.add(new RefusedFile("total", mebibytes(bytes), ""));
            }
            return refused;
        }

        /** Never less than it is: 4.04 is more than four. */
        private static String mebibytes(long bytes) {
            return BigDecimal.valueOf(bytes)
                    .divide(BigDecimal.valueOf(1024 * 1024), 1, RoundingMode.UP)
                    .toPlainString();
        }

        private static String type(HttpServerFileUpload upload) {
            String name = upload.filename().toLowerCase(Locale.ROOT);
            return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), upload.contentType());
        }
    }

    /**
     * Passes the form to {@code use} once it has arrived whole; fails if it is too large, or too many are under way. The
     * request is paused.
     *
     * @param account that hands it in
     */
    Future<Void> read(HttpServerRequest request, Account account, Function<Reading, Future<Void>> use) {
        if (UploadLimit.declared(request).orElse(0L) > BYTES_MAX) {
            return Future.failedFuture(tooLarge());
        }
        return limit.enter(account, request, BYTES_MAX)
                .compose(upload -> received(request).compose(use).onComplete(done -> limit.leave(upload)));
    }

    private static Future<Reading> received(HttpServerRequest request) {
        var reading = new Reading();
        Promise<Reading> read = Promise.promise();
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> {
            var one = new Received(upload, Buffer.buffer());
            reading.received.add(one);
            upload.handler(chunk -> {
                reading.fileBytes += chunk.length();
                one.content().appendBuffer(chunk);
            });
        });
        request.handler(chunk -> {
            if (request.bytesRead() > BYTES_MAX || request.bytesRead() - reading.fileBytes > FIELD_BYTES_MAX) {
                request.pause(); // nothing more is held
                read.tryFail(tooLarge());
            }
        });
        request.end()
                .onSuccess(end -> read.tryComplete(reading))
                .onFailure(broken ->
                        read.tryFail(Problem.of(400, "The form broke off.").thrown()));
        request.resume();
        return read.future();
    }

    private static RuntimeException tooLarge() {
        return Problem.of(413, "The submitted form is larger than permitted.")
                .reaching("body")
                .thrown();
    }
}
