/** The parts of ECharts that are used, in one lazily loaded piece. */
import { BarChart, LineChart, PieChart } from 'echarts/charts'
import { AriaComponent, AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([
    BarChart,
    LineChart,
    PieChart,
    AriaComponent,
    AxisPointerComponent,
    GridComponent,
    TooltipComponent,
    CanvasRenderer,
])

export { init }
