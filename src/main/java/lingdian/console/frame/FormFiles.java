package lingdian.console.frame;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.platform.Problem;

/**
 * The files of a form. They stay in memory until they are passed to the API: evidence is never written to a disk
 * unsealed. Therefore few forms are read at once.
 */
public final class FormFiles {
    /** The most bytes that the API accepts, with room for the other fields. */
    private static final long MOST_BYTES = 9L * 1024 * 1024;

    private static final int MOST_AT_ONCE = 8;
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

    private final AtomicInteger underWay = new AtomicInteger();

    private record Received(HttpServerFileUpload upload, Buffer content) {
        @Override
        public String toString() {
            return "Received[" + content.length() + " bytes]"; // a statement is personal
        }
    }

    /** The files of one form; read with it. */
    public static final class Reading {
        private final List<Received> received = new ArrayList<>();

        /** The files of a field as the API takes them; a field without a chosen file yields none. */
        public JsonArray json(String field) {
            var files = new JsonArray();
            received.stream()
                    .filter(one -> one.upload().name().equals(field)
                            && !one.upload().filename().isEmpty())
                    .forEach(one -> files.add(new JsonObject()
                            .put("name", one.upload().filename())
                            .put("type", type(one.upload()))
                            .put(
                                    "content",
                                    Base64.getEncoder()
                                            .encodeToString(one.content().getBytes()))));
            return files;
        }

        private static String type(HttpServerFileUpload upload) {
            String name = upload.filename().toLowerCase(Locale.ROOT);
            return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), upload.contentType());
        }
    }

    /** Completes once the whole form has arrived; fails if it is too large, or too many forms are being read. */
    Future<Reading> read(HttpServerRequest request) {
        if (underWay.incrementAndGet() > MOST_AT_ONCE) {
            underWay.decrementAndGet();
            return Future.failedFuture(Problem.of(429, "So many files are being handed in already.")
                    .thrown());
        }
        var reading = new Reading();
        Promise<Reading> read = Promise.promise();
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> {
            var one = new Received(upload, Buffer.buffer());
            reading.received.add(one);
            upload.handler(chunk -> {
                if (request.bytesRead() > MOST_BYTES) {
                    read.tryFail(Problem.of(413, "The submitted form is larger than permitted.")
                            .thrown());
                } else {
                    one.content().appendBuffer(chunk);
                }
            });
        });
        request.end().onSuccess(end -> read.tryComplete(reading)).onFailure(read::tryFail);
        return read.future().onComplete(done -> underWay.decrementAndGet());
    }
}
