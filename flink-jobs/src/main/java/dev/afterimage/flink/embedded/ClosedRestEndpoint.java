package dev.afterimage.flink.embedded;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.blob.TransientBlobService;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.leaderelection.LeaderElection;
import org.apache.flink.runtime.resourcemanager.ResourceManagerGateway;
import org.apache.flink.runtime.rest.RestEndpointFactory;
import org.apache.flink.runtime.rest.handler.RestHandlerConfiguration;
import org.apache.flink.runtime.rest.handler.RestHandlerSpecification;
import org.apache.flink.runtime.rest.handler.legacy.metrics.MetricFetcher;
import org.apache.flink.runtime.rpc.FatalErrorHandler;
import org.apache.flink.runtime.webmonitor.WebMonitorEndpoint;
import org.apache.flink.runtime.webmonitor.retriever.LeaderGatewayRetriever;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** A REST server that offers nothing and ends as soon as it has begun: Flink wants one, and its {@code start} cannot be overridden. */
final class ClosedRestEndpoint extends WebMonitorEndpoint<DispatcherGateway> {

    ClosedRestEndpoint(Configuration configuration, LeaderGatewayRetriever<DispatcherGateway> dispatcher,
                       LeaderGatewayRetriever<ResourceManagerGateway> resourceManager, TransientBlobService blobs,
                       ScheduledExecutorService executor, MetricFetcher metrics, LeaderElection election, FatalErrorHandler fatal)
            throws Exception {
        this(RestHandlerConfiguration.fromConfiguration(configuration), configuration, dispatcher, resourceManager, blobs, executor,
                metrics, election, fatal);
    }

    private ClosedRestEndpoint(RestHandlerConfiguration rest, Configuration configuration,
                               LeaderGatewayRetriever<DispatcherGateway> dispatcher,
                               LeaderGatewayRetriever<ResourceManagerGateway> resourceManager, TransientBlobService blobs,
                               ScheduledExecutorService executor, MetricFetcher metrics, LeaderElection election, FatalErrorHandler fatal)
            throws Exception {
        super(dispatcher, configuration, rest, resourceManager, blobs, executor, metrics, election,
                RestEndpointFactory.createExecutionGraphCache(rest), fatal);
    }

    @Override
    protected List<Tuple2<RestHandlerSpecification, ChannelInboundHandler>> initializeHandlers(CompletableFuture<String> address) {
        return new ArrayList<>();
    }

    /** Called right after the port was bound. */
    @Override
    public void startInternal() {
        closeAsync();
    }
}
