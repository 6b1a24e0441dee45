/**
 * Sends the feed to a topic of Apache Kafka, each change in one transaction with the position that it has (handbook,
 * export.md). Main types: {@code KafkaExport}, {@code ExportListener}.
 */
@NullMarked
package lingdian.feed.export;

import org.jspecify.annotations.NullMarked;
