// The map of a query: points and areas over an offline base map. The list beside it says the same.
import * as maplibregl from "./maplibre-gl.mjs";

const box = document.getElementById("map");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const kinds = ["hostile", "posture", "monitoring", "civil", "political", "patrol", "sighting", "restriction"];
const fetched = async (url) => (await fetch(url, { credentials: "same-origin" })).json();

function paint() {
  const byKind = ["match", ["get", "kind"], ...kinds.flatMap((kind) => [kind, colour(kind)]), colour("quiet")];
  return [
    { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land") } },
    { id: "coast", type: "line", source: "coast", paint: { "line-color": colour("coast") } },
    { id: "border", type: "line", source: "border", paint: { "line-color": colour("border"), "line-dasharray": [3, 2] } },
    { id: "zones", type: "fill", source: "outlines", filter: ["==", ["get", "kind"], "zone"], paint: { "fill-color": colour("accent"), "fill-opacity": 0.08 } },
    { id: "lines", type: "line", source: "outlines", paint: { "line-color": colour("accent"), "line-width": 1.5 } },
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": byKind, "fill-opacity": 0.12 } },
    { id: "clusters", type: "circle", source: "points", filter: ["has", "point_count"], paint: { "circle-color": colour("card"), "circle-stroke-color": colour("ink"), "circle-stroke-width": 1.5, "circle-radius": ["step", ["get", "point_count"], 12, 10, 16, 100, 22] } },
    { id: "points", type: "circle", source: "points", filter: ["!", ["has", "point_count"]], paint: { "circle-color": byKind, "circle-radius": 6, "circle-stroke-width": ["case", ["get", "contested"], 3, 1], "circle-stroke-color": ["case", ["get", "contested"], colour("open"), colour("card")] } },
  ];
}

function told(feature) {
  const list = document.createElement("p");
  const link = document.createElement("a");
  link.href = `/happening/${encodeURIComponent(feature.properties.id)}`;
  link.textContent = feature.properties.act;
  const place = document.createElement("bdi");
  place.textContent = feature.properties.place;
  list.append(link, " ", place, " ", feature.properties.day, " (", feature.properties.grade, ")");
  return list;
}

async function draw() {
  const [points, base, outlines] = await Promise.all(["points", "base", "outlines"].map((name) => fetched(box.dataset[name])));
  const [west, south, east, north] = box.dataset.theatre.split(",").map(Number);
  const source = (data, more = {}) => ({ type: "geojson", data, ...more });
  const map = new maplibregl.Map({
    container: box,
    bounds: [[west, south], [east, north]],
    maxZoom: 14,
    attributionControl: false,
    style: {
      version: 8,
      sources: {
        land: source(base.land), coast: source(base.coast), border: source(base.border),
        outlines: source(outlines), areas: source(points.areas),
        points: source({ type: points.type, features: points.features }, { cluster: true, clusterRadius: 36, clusterMaxZoom: 11 }),
      },
      layers: paint(),
    },
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.addControl(new maplibregl.ScaleControl());
  map.on("click", "points", (event) => {
    const all = document.createElement("div");
    const seen = new Set();
    for (const feature of event.features) {
      if (!seen.has(feature.properties.id)) all.append(told(feature));
      seen.add(feature.properties.id);
    }
    new maplibregl.Popup({ maxWidth: "18rem" }).setLngLat(event.lngLat).setDOMContent(all).addTo(map);
  });
  map.on("click", "clusters", async (event) => {
    const zoom = await map.getSource("points").getClusterExpansionZoom(event.features[0].properties.cluster_id);
    map.easeTo({ center: event.features[0].geometry.coordinates, zoom });
  });
  map.once("idle", () => box.setAttribute("data-drawn", "true"));
}

if (box) draw().catch((error) => { box.textContent = String(error); });
