package lingdian.agent.setup;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import lingdian.agent.setup.UpdateException.Reason;

/** Where a new version lies: a directory, perhaps on a stick, or a directory of a web server. */
final class UpdateSource {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final String place;

    /** @param place a URL or a path */
    UpdateSource(String place) {
        this.place = place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
    }

    /** Of a longer file only so many bytes. */
    byte[] read(String name, int bytesMax) throws UpdateException {
        try (InputStream in = open(name)) {
            return in.readNBytes(bytesMax);
        } catch (IOException failed) {
            throw new UpdateException(
                    Reason.NOT_REACHED,
                    place + "/" + name + " cannot be read (" + failed.getClass().getSimpleName() + ")");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UpdateException(Reason.NOT_REACHED, "the program was interrupted");
        }
    }

    private InputStream open(String name) throws IOException, InterruptedException {
        if (AgentConfiguration.url(place).isEmpty()) {
            return Files.newInputStream(Path.of(place).resolve(name));
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(place + "/" + name))
                .timeout(TIMEOUT)
                .build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new IOException("HTTP " + answer.statusCode());
        }
        return answer.body();
    }
}
