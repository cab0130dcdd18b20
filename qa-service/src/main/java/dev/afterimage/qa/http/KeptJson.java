package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.retention.Bounds;
import dev.afterimage.core.retention.Forecast;
import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import java.util.List;

/**
 * What is kept of a stream: {@code {bytes, recording: {bytes}, kv: {bytes}, thumbnails: {bytes}, evidence: {bytes}, limits, limits_of_all,
 * bytes_a_day, disk_free, lasts_days, limited}}. {@code limits_of_all} are those of all streams together. {@code lasts_days} is null where
 * nothing is written; it says how far back all will reach within the limits, or, not {@code limited}, in how many days the disk is full.
 */
public final class KeptJson {

    private KeptJson() { }

    public static ObjectNode of(SegmentStore store, StreamId stream, long nowMillis) {
        List<Holding> all = store.holdings();
        List<Holding> holdings = all.stream().filter(holding -> holding.stream().equals(stream)).toList();
        ObjectNode json = Json.object().put("bytes", holdings.stream().mapToLong(Holding::bytes).sum());
        holdings.forEach(holding -> json.putObject(holding.kind() == null ? "evidence" : holding.kind().key())
                .put("bytes", holding.bytes()));
        json.set("limits", LimitsJson.json(store.limits(stream)));
        json.set("limits_of_all", LimitsJson.json(store.totalLimits()));
        Forecast forecast = Forecast.of(stream, all, new Bounds(store.totalLimits(), store::limits), store.diskFree(), nowMillis);
        json.put("bytes_a_day", Math.round(forecast.bytesADay())).put("disk_free", store.diskFree());
        if (Double.isFinite(forecast.days())) {
            json.put("lasts_days", Json.rounded(forecast.days()));
        } else {
            json.putNull("lasts_days");
        }
        return json.put("limited", forecast.limited());
    }
}
